// Writes src/rules/retirement-table.json from Microsoft Learn's page "Model retirement schedule" as Markdown:
//   node scripts/update-retirement.mjs page.md [table.json]
// The same page gives the same file. A page without both tables changes nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { plainDate, readRetirement, withYears } from "./retirement-dates.mjs";
import { markdownTables } from "./markdown-tables.mjs";

/** Columns by their headings; the order of a table's columns does not matter. */
const headings = {
  model: /^(?:base )?model(?: name| id)?(?:,? (?:and |\/ ?)?version)?$/i,
  version: /^(?:model )?versions?$/i,
  status: /^(?:lifecycle|status|lifecycle status|lifecycle stage|stage)$/i,
  date: /^(?:planned |model )?retirement(?: date)?(?: \(.*\))?$/i,
  training: /^training retirement(?: date)?$/i,
  deployment: /^deployment retirement(?: date)?$/i,
};

/** The index of each column a table has. */
function columnsOf(header) {
  const found = Object.entries(headings).map(([name, heading]) => [
    name,
    header.findIndex(({ text }) => heading.test(text)),
  ]);
  return Object.fromEntries(found.filter(([, index]) => index !== -1));
}

const versionAtEnd = /^(.+?)[\s,(]+v?(\d{4}-\d{2}-\d{2}|\d{1,4})\)?$/;

/** A row's models, one each where a cell holds several lines: `{name: {model, version?}, cellOf(column)}`. */
function modelsOf(cells, columns) {
  const lines = cells[columns.model].lines;
  return lines.map((line, index) => {
    const cellOf = (column) => {
      const cell = cells[columns[column]];
      const text = cell?.lines.length === lines.length ? cell.lines[index] : cell?.text;
      return cell && { text, marks: cell.marks };
    };
    const written = cellOf("version")?.text ?? "";
    const [, model, version] = (columns.version === undefined && versionAtEnd.exec(line)) || [];
    const known = version ?? (/^[-–—]?$/.test(written) ? undefined : written);
    return {
      name: Object.assign({ model: model ?? line }, known !== undefined && { version: known }),
      cellOf,
    };
  });
}

const nameOf = ({ model, version }) => `${model} ${version ?? ""}`.trim().toLowerCase();

/** Rows without those said twice. */
function distinct(rows) {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function readBase(tables, say) {
  return tables.flatMap(({ rows, columns }) =>
    rows.flatMap((cells) =>
      modelsOf(cells, columns).map(({ name, cellOf }) => {
        const status = cellOf("status")?.text;
        const { date } = readRetirement(cellOf("date"), (text) => say(`${nameOf(name)}: ${text}`));
        return Object.assign({}, name, status && { status }, date !== undefined && { date });
      }),
    ),
  );
}

/** Training and deployment of fine-tuned models; "at base model retirement" becomes the date of the base table. */
function readTuned(tables, base, say) {
  const baseDates = new Map(base.map((row) => [nameOf(row), row.date]));
  return tables.flatMap(({ rows, columns, isExistingOnly }) =>
    rows.flatMap((cells) =>
      modelsOf(cells, columns).map(({ name, cellOf }) => {
        const tell = (text) => say(`${nameOf(name)}, fine-tuned: ${text}`);
        const cell = cellOf("training");
        const training = readRetirement(cell, tell, { base: baseDates.get(nameOf(name)) });
        const deployment = readRetirement(cellOf("deployment"), tell, { training: training.date });
        const { date, isEarliest } = training;
        const existingCustomersOnly = isExistingOnly(cell);
        return Object.assign(
          {},
          name,
          date !== undefined && { training: { date, isEarliest, existingCustomersOnly } },
          deployment.date !== undefined && { deployment: withYears(deployment) },
        );
      }),
    ),
  );
}

/** The date in the page's front matter, which may stand behind a comment. */
function dateOf(page) {
  const [, matter = ""] = /^---\n([\s\S]*?)\n---$/m.exec(page) ?? [];
  const written = (key) => new RegExp(`^["']?${key}["']?\\s*:\\s*(.+)$`, "m").exec(matter)?.[1] ?? "";
  const date = plainDate(written("ms\\.date")) ?? plainDate(written("updated_at"));
  if (date === undefined)
    throw new Error("the page says no date: its front matter has no ms.date that can be read");
  return date;
}

const dated = (rows, keys) => rows.some((row) => keys.some((key) => row[key] !== undefined));

/**
 * The table of dates that a page holds.
 * @param say told of each cell that could not be read, which then has no date
 * @throws Error where the page has no date, or not both tables
 */
export function makeTable(page, say = () => {}) {
  const text = page.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const tables = markdownTables(text).map((table) =>
    Object.assign(table, { columns: columnsOf(table.header) }),
  );
  const has = (...names) => tables.filter(({ columns }) => names.every((name) => name in columns));
  const [ofBase, ofTuned] = [has("model", "date"), has("model", "training", "deployment")];
  if (ofBase.length === 0)
    throw new Error("no table of base models: none has the columns Model and Retirement date");
  if (ofTuned.length === 0) {
    throw new Error(
      "no table of fine-tuned models: none has the columns Model, Training retirement date and Deployment retirement date",
    );
  }
  const base = distinct(readBase(ofBase, say));
  const tuned = distinct(readTuned(ofTuned, base, say));
  if (!dated(base, ["date"]) || !dated(tuned, ["training", "deployment"]))
    throw new Error("the tables hold no date that can be read");
  return { date: dateOf(text), base, tuned };
}

/** One row a line, so that a renewal's difference can be read; as prettier has it. */
export function formatTable({ date, base, tuned }) {
  const value = (part) =>
    part !== null && typeof part === "object"
      ? `{ ${Object.entries(part)
          .map(([key, one]) => `${JSON.stringify(key)}: ${value(one)}`)
          .join(", ")} }`
      : JSON.stringify(part);
  const rows = (list) => `[\n${list.map((row) => `    ${value(row)}`).join(",\n")}\n  ]`;
  return `{\n  "date": ${JSON.stringify(date)},\n  "base": ${rows(base)},\n  "tuned": ${rows(tuned)}\n}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const rules = join(import.meta.dirname, "../src/rules/retirement-table.json");
  const [path, target = rules] = process.argv.slice(2);
  try {
    if (path === undefined) throw new Error("name the page: node scripts/update-retirement.mjs page.md");
    const table = makeTable(readFileSync(path, "utf8"), (text) => console.error(`not read: ${text}`));
    writeFileSync(target, formatTable(table));
    console.log(
      `${basename(target)}: ${table.base.length} models and ${table.tuned.length} fine-tuned ones as of ${table.date}`,
    );
  } catch (error) {
    console.error(`${path === undefined ? "" : `${basename(path)}: `}${error.message}; nothing was changed`);
    process.exitCode = 1;
  }
}

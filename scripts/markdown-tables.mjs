// Pipe tables of a Markdown page, as far as pages of Microsoft Learn use them.

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Footnote marks in a text: `<sup>1</sup>`, `^1^`, `[^1]`, `¹`. */
const marks = /<sup>\s*\[?([\w*†]+)\]?\s*<\/sup>|\^(\w+)\^|\[\^(\w+)\]|([⁰¹²³⁴⁵⁶⁷⁸⁹])/gi;

function marksIn(text) {
  return [...text.matchAll(marks)].map(([, sup, caret, note, raised]) =>
    raised === undefined ? (sup ?? caret ?? note) : String(superscripts.indexOf(raised)),
  );
}

const entities = { nbsp: " ", amp: "&", lt: "<", gt: ">", mdash: "—", ndash: "–", "#8212": "—" };

/** Text without markup, footnote marks and comments. */
function plain(text) {
  return text
    .replaceAll(/<!--.*?-->/g, "")
    .replaceAll(marks, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/&(#?\w+);/g, (whole, name) => entities[name] ?? whole)
    .replaceAll(/[`*]|~~|__/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** A cell: its lines, its whole text, the footnotes it points to. */
function cellOf(source) {
  const lines = source
    .split(/<br\s*\/?>/i)
    .map(plain)
    .filter((line) => line !== "");
  return { lines: lines.length === 0 ? [""] : lines, text: lines.join(" "), marks: marksIn(source) };
}

/** A line's cells; undefined if it is no row. A pipe inside of code or behind a backslash is text. */
function cellsOf(line) {
  const trimmed = line.trim();
  if (!trimmed.includes("|")) return undefined;
  const parts = trimmed.match(/(?:\\.|`[^`]*`|[^|\\])*(?:\||$)/g) ?? [];
  const cells = parts.filter((part) => part !== "").map((part) => part.replace(/\|$/, ""));
  if (trimmed.startsWith("|")) cells.shift();
  return cells.map((cell) => cellOf(cell.replaceAll(String.raw`\|`, "|")));
}

const isRule = (line = "") =>
  line.includes("-") && /^\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/.test(line);

const isSaid = (text) => /\bexisting customers\b/i.test(text);

/** Whether a footnote that a cell points to, or the cell itself, says "existing customers only". */
function existingOnly(after) {
  const noteOf = (mark) =>
    after.find((line) => {
      const start = /^\s*(?:[-*>]\s*)?(.{1,20})/.exec(line)?.[1] ?? "";
      return marksIn(start)[0] === mark && !line.includes("|");
    });
  return (cell) => isSaid(cell?.text ?? "") || (cell?.marks ?? []).some((mark) => isSaid(noteOf(mark) ?? ""));
}

/** All tables, each `{header, rows, isExistingOnly(cell)}`; none out of code blocks. */
export function markdownTables(page) {
  const lines = page.split("\n").map((line) => line.replace(/^\s*>\s?/, ""));
  const tables = [];
  let isCode = false;
  for (let index = 0; index < lines.length; index++) {
    if (/^\s*(?:```|~~~)/.test(lines[index])) isCode = !isCode;
    const header = isCode ? undefined : cellsOf(lines[index]);
    if (!header || !isRule(lines[index + 1])) continue;
    const rows = [];
    for (index += 2; index < lines.length; index++) {
      const cells = cellsOf(lines[index]);
      if (!cells) break;
      if (cells.some(({ text }) => text !== "")) rows.push(cells);
    }
    tables.push({ header, rows, isExistingOnly: existingOnly(lines.slice(index)) });
    index--;
  }
  return tables;
}

import type { ChalkInstance } from "chalk";
import { type AgedFact, factGroups, oldAfterDays } from "#rules/facts.js";
import { findRetirement } from "#rules/retirement.js";
import type { RuleSet } from "#rules/rule-set.js";
import { printable } from "#words/printable.js";
import { count } from "#words/quantities.js";
import { wrap } from "#words/wrap.js";
import { nameInWords, valueInWords } from "./fact-words.js";
import { modelLines } from "./model-lines.js";

interface Layout {
  width: number;
  style: ChalkInstance;
}

/** Facts that stand in the list of models, each of which draws on all of them; below it only their sources do. */
const inModels = new Set(["models", "serving", "retirement", "standardRegions", "globalRegions"]);

const nameWidth = 26;
const indent = "    ";

/** A text in as few lines as it takes, the last cut off where there would be more. */
function shortened(text: string, { width, most }: { width: number; most: number }): string[] {
  const lines = wrap(text, width).trimEnd().split("\n");
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const last = kept.at(-1) ?? "";
  return [...kept.slice(0, -1), `${last.slice(0, width - 4)} ...`];
}

function sourceLine({ source, date, ageDays, old }: AgedFact, { width, style }: Layout): string {
  const age = old ? `${date}, ${count(ageDays, "day")} old: ` : `${date}: `;
  const [first = ""] = shortened(source, { width: width - indent.length - age.length, most: 1 });
  return `${indent}${old ? style.yellow(age) : style.dim(age)}${style.dim(printable(first))}\n`;
}

/** What a fact has beside its value: whose price it is, why it was chosen. */
function extraWords(fact: AgedFact): string {
  const own = new Set(["name", "group", "value", "source", "date", "ageDays", "old"]);
  const extras = Object.entries(fact).filter(([key]) => !own.has(key));
  return extras.map(([, value]) => valueInWords(value)).join("; ");
}

function factLines(fact: AgedFact, layout: Layout): string {
  const extra = extraWords(fact);
  const words = printable(`${valueInWords(fact.value, fact.name)}${extra === "" ? "" : ` (${extra})`}`);
  const [first = "", ...more] = shortened(words, { width: layout.width - nameWidth, most: 3 });
  const head = `  ${nameInWords(fact.name)}  `.padEnd(nameWidth);
  const rest = more.map((line) => `${" ".repeat(nameWidth)}${line}\n`).join("");
  return `${head}${first}\n${rest}${sourceLine(fact, layout)}`;
}

/** Models of which the same is known stand together. */
function modelBlocks(rules: RuleSet, { width, style }: Layout): string {
  const blocks = new Map<string, string[]>();
  for (const model of rules.models.value) {
    const { head, lines } = modelLines(model);
    const text = lines.map((line) => wrap(line, width, indent)).join("");
    blocks.set(text, [...(blocks.get(text) ?? []), head]);
  }
  return [...blocks]
    .map(([text, heads]) => `${style.bold(wrap(heads.join(", "), width, "  "))}${text}`)
    .join("");
}

/** When the judges go, by their dated names. */
function judgeEnds(rules: RuleSet, { width }: Layout): string {
  const ends = rules.graderModels.value.flatMap((model) => {
    const end = /-\d{4}-\d{2}-\d{2}$/.test(model) ? findRetirement(model)?.base : undefined;
    return end === undefined ? [] : [`${model} on ${end}`];
  });
  return ends.length === 0 ? "" : wrap(`judges retire: ${ends.join(", ")}`, width, "  ");
}

function modelSection(rules: RuleSet, facts: readonly AgedFact[], layout: Layout): string {
  const sources = facts
    .filter(({ name }) => inModels.has(name))
    .map((fact) => `  ${nameInWords(fact.name)} from\n${sourceLine(fact, layout)}`);
  return modelBlocks(rules, layout) + judgeEnds(rules, layout) + sources.join("");
}

/** The facts in force, group by group, each with its source on one line. */
export function reportRules(
  { rules, facts }: { rules: RuleSet; facts: readonly AgedFact[] },
  layout: Layout,
): string {
  const { style, width } = layout;
  const old = facts.filter((fact) => fact.old === true).length;
  const groups = factGroups.map((group) => {
    const own = facts.filter((fact) => fact.group === group && !inModels.has(fact.name));
    const models = group === "models" ? modelSection(rules, facts, layout) : "";
    const text = models + own.map((fact) => factLines(fact, layout)).join("");
    return text === "" ? "" : `\n${style.bold(group)}\n${text}`;
  });
  const head = `${style.bold("rules")} ${rules.name}: ${count(facts.length, "fact")}, ${old} of them older than ${oldAfterDays} days`;
  const end = wrap("Whole, with every source and region: rft rules --json", width);
  return `${head}\n${groups.join("")}\n${end}`;
}

import type { Finding } from "../finding.js";
import { type JsonObject, type JsonValue, isJsonObject } from "../json.js";
import type { ScoreRange } from "./score-range.js";
import type { BestAnswer, Tally } from "./tally.js";

/** `content-free`: knows nothing of the task. `guess`: knows what answers look like, not which one is right. */
export type AttackKind = "content-free" | "guess";

/** An answer that is wrong, or right by chance only, and what the grader pays for it. */
export interface AttackReport {
  name: string;
  kind: AttackKind;
  n: number;
  mean: number;
  max: number;
  /** The best-paid one; a long output is cut. */
  example: BestAnswer;
}

/** The content-free attacks: the answer each gives to a row; undefined where it has none. */
export const contentFreeAttacks = {
  empty: () => "",
  whitespace: () => " \n",
  echo: (item: JsonObject) => promptOf(item),
} as const satisfies Record<string, (item: JsonObject) => string | undefined>;

/** The names of all attacks, in the order of the report. */
export type AttackName = keyof typeof contentFreeAttacks | "other-answer";

/** What each attack does, for a message. */
const descriptions: Record<AttackName, string> = {
  empty: "an empty answer",
  whitespace: "an answer of white space",
  echo: "repeating the prompt",
  "other-answer": "another row's answer",
};

/** The text of the last user message. */
function promptOf(item: JsonObject): string | undefined {
  const messages = item["messages"];
  const last = Array.isArray(messages) ? messages.findLast(isUserMessage) : undefined;
  const content = isJsonObject(last) ? last["content"] : undefined;
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map(partText).join("\n") : undefined;
}

function isUserMessage(message: JsonValue): boolean {
  return isJsonObject(message) && message["role"] === "user";
}

function partText(part: JsonValue): string {
  const text = isJsonObject(part) ? part["text"] : part;
  return typeof text === "string" ? text : "";
}

/** One attack's line of the report; undefined where it met no row. */
export function reportAttack(name: AttackName, tally: Tally): AttackReport | undefined {
  const example = tally.best();
  if (!example) return undefined;
  const kind: AttackKind = name === "other-answer" ? "guess" : "content-free";
  return { name, kind, n: tally.n(), mean: tally.mean(), max: example.score, example };
}

/** What the attacks are measured by. */
export interface AttackYardstick {
  /** The mean of the gold answers; where there are none, the highest score there is, if that is known. */
  gold: number | undefined;
  /** The mean of the empty answers. */
  empty: number;
  range: ScoreRange;
}

/**
 * The finding for an attack that pays: an error where a content-free one earns at least half of gold's lead over an empty
 * answer, a warning where a guess earns at least 0.8 of gold. Nothing is said of a score that is the lowest there is.
 */
export function attackFinding(
  name: AttackName,
  report: AttackReport,
  { gold, empty, range }: AttackYardstick,
): Finding | undefined {
  if (gold === undefined || report.mean <= range.min) return undefined;
  const isGuess = report.kind === "guess";
  const needed = isGuess ? 0.8 * gold : empty + 0.5 * (gold - empty);
  if (report.mean < needed || (isGuess && report.n < 2)) return undefined;
  const { line } = report.example;
  return {
    code: "attack-succeeds",
    severity: isGuess ? "warning" : "error",
    message: `${descriptions[name]} earns ${round(report.mean)} on average over ${report.n} rows, where a right answer earns ${round(gold)} and an empty one ${round(empty)} (line ${line} earns ${round(report.max)})`,
    help: isGuess
      ? "Balance the references, or make the grader pay less for what most answers share."
      : "Make the grader compare with the reference, and compare the answer's own field rather than its whole text.",
  };
}

function round(score: number): string {
  return String(Number(score.toFixed(3)));
}

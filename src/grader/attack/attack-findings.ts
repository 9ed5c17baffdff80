import type { Finding } from "#finding.js";
import type { Attack, AttackResult } from "./attack.js";
import type { ScoreRange } from "#grader/parse/score-range.js";
import { excerpt } from "#words/excerpt.js";
import { decimals } from "#words/quantities.js";

/** What the attacks are measured against. */
export interface AttackYardstick {
  /** The mean score of the gold answers; without any, the highest possible score, if known. */
  gold: number | undefined;
  /** The mean score of the empty answers. */
  empty: number;
  range: ScoreRange;
}

/** An attack and what it earned. */
export interface TriedAttack {
  attack: Pick<Attack, "description">;
  report: AttackResult;
}

/** The findings on attacks that pay, and on right answers in another form that do not. */
export function attackFindings(tried: readonly TriedAttack[], yardstick: AttackYardstick): Finding[] {
  return [...tried.flatMap((one) => succeeds(one, yardstick)), ...tooStrict(tried, yardstick)];
}

/**
 * An error if a content-free attack earns at least half of gold's lead over an empty answer, a warning if a guess earns
 * at least 0.8 of gold. The lowest possible score is never reported.
 */
function succeeds({ attack, report }: TriedAttack, { gold, empty, range }: AttackYardstick): Finding[] {
  if (gold === undefined || report.mean <= range.min) return [];
  if (report.kind !== "content-free" && report.kind !== "guess") return [];
  const isGuess = report.kind === "guess";
  const needed = isGuess ? 0.8 * gold : empty + 0.5 * (gold - empty);
  if (report.mean < needed || (isGuess && report.n < 2)) return [];
  const { line, output } = report.example;
  return [
    {
      code: "attack-succeeds",
      severity: isGuess ? "warning" : "error",
      message: `${attack.description} earns ${decimals(report.mean, 3)} on average over ${report.n} rows, where a right answer earns ${decimals(gold, 3)} and an empty one ${decimals(empty, 3)} (line ${line} earns ${decimals(report.max, 3)} for ${quote(output)})`,
      help: isGuess
        ? "Balance the references, or make the grader pay less for what most answers share."
        : "Make the grader compare with the reference, and compare the answer's own field rather than its whole text.",
    },
  ];
}

/** One warning for all forms in which a right answer earns less than half of gold's lead over an empty answer. */
function tooStrict(tried: readonly TriedAttack[], { gold, empty }: AttackYardstick): Finding[] {
  if (gold === undefined || gold <= empty) return [];
  const needed = empty + 0.5 * (gold - empty);
  const unpaid = tried.filter(({ report }) => report.kind === "variant" && report.mean < needed);
  const [first] = unpaid;
  if (!first) return [];
  const forms = unpaid
    .map(({ attack, report }) => `${attack.description} ${decimals(report.mean, 3)}`)
    .join(", ");
  return [
    {
      code: "too-strict",
      severity: "warning",
      message: `the right answer earns ${decimals(gold, 3)}, and in another form far less: ${forms} (line ${first.report.example.line}: ${quote(first.report.example.output)})`,
      help: "Fix the form by a response format and compare its field, say the form in the prompt, or compare more freely (ilike).",
    },
  ];
}

function quote(output: string): string {
  return JSON.stringify(excerpt(output, 60, "…"));
}

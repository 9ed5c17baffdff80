import type { JsonObject } from "#json/json-value.js";
import type { CheckContext, FileCheck } from "#dataset/checks/contract/check.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { showValue } from "#words/show-value.js";
import { decimals } from "#words/quantities.js";

/** Average score from which a guess that ignores the question pays. */
const payingGuess = 0.8;

/** Distinct references tracked per file: a frequent one is among the first. */
const followedValues = 1_000;

/** References that a guess is scored on, and how many of the most frequent are tried as the guess. */
const scoredValues = 200;
const triedGuesses = 5;

/** One of the first references, and the number of rows that have it. */
interface Answer {
  count: number;
  /** As displayed in a message. */
  shown: string;
  /** From a row that has it; kept only for the first ones, to score guesses. */
  fields: JsonObject | undefined;
}

/**
 * Checks that references vary enough for a guess to lose: no value is everywhere, and none pays off as the answer to
 * every question. The grader scores a guess if it can run here; else the guess earns the share of its rows.
 */
export const referenceBalanceCheck: FileCheck = {
  codes: ["constant-reference", "class-imbalance"],
  start(context) {
    const { readReferences: read, rules, report } = context;
    const answers = new Map<number, Answer>();
    let rows = 0;
    const describe = (fields: JsonObject): Answer => {
      const shown: string[] = [];
      for (const { value } of read(fields)) shown.push(showValue(value));
      const isScored = context.scoreGuess !== undefined && answers.size < scoredValues;
      return { count: 1, shown: shown.join(", "), fields: isScored ? fields : undefined };
    };
    return {
      row({ fields }, { reference: hash }) {
        if (hash === undefined) return;
        rows++;
        const known = answers.get(hash);
        if (known) known.count++;
        else if (answers.size < followedValues) answers.set(hash, describe(fields));
      },
      end() {
        if (rows < rules.minimumExamples.value) return;
        const ranked = [...answers.values()].toSorted((a, b) => b.count - a.count);
        const draft = judgeBalance(ranked, rows, context);
        if (draft) report(draft);
      },
    };
  },
};

function judgeBalance(
  ranked: readonly Answer[],
  rows: number,
  context: CheckContext,
): FindingDraft | undefined {
  const [most] = ranked;
  if (!most) return undefined;
  const { shown } = most;
  if (most.count === rows) {
    return {
      code: "constant-reference",
      severity: "warning",
      write: () => ({
        message: `the reference is ${shown} in all ${rows} rows: a model that always gives it earns everything`,
        help: "Add rows with other right answers; there is nothing to learn from one.",
      }),
    };
  }
  const guess = bestGuess(ranked, context);
  const share = most.count / rows;
  const score = guess?.majority ?? share;
  const best = Math.max(score, guess?.best ?? 0);
  if (best < payingGuess) return undefined;
  const constant = best > score ? `, another constant guess ${decimals(best, 3)}` : "";
  return {
    code: "class-imbalance",
    severity: "warning",
    write: () => ({
      message: `a guess of ${shown} everywhere would score ${decimals(score, 3)} on average${constant} (${most.count} of ${rows} rows have it)`,
      help: "Balance the references: leave out rows of the frequent ones, or add rows of the rare ones.",
    }),
  };
}

/** The score of the most frequent reference as the answer to every row, and the best score of a few. */
function bestGuess(
  ranked: readonly Answer[],
  { scoreGuess }: CheckContext,
): { majority: number; best: number } | undefined {
  if (!scoreGuess) return undefined;
  const asked = ranked.filter(({ fields }) => fields !== undefined);
  const weight = asked.reduce((sum, { count }) => sum + count, 0);
  const means = ranked.slice(0, triedGuesses).map((guess) => {
    let sum = 0;
    for (const { fields, count } of asked) {
      const score = fields && guess.fields && scoreGuess(fields, guess.fields);
      if (score === undefined) return undefined;
      sum += score * count;
    }
    return sum / weight;
  });
  const [majority] = means;
  if (majority === undefined) return undefined;
  return { majority, best: Math.max(...means.filter((mean) => mean !== undefined)) };
}

import type { JsonObject } from "#json/json-value.js";
import { type CheckContext, type FileCheck, checkParts } from "#dataset/checks/check.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { showValue } from "#words/show-value.js";

/** The average from which a guess that ignores the question pays. */
const payingGuess = 0.8;

/** Different references counted in a file, and those of them that are shown or scored: a frequent one is among the first. */
const countedValues = 200_000;
const shownValues = 1_000;

/** References that a guess is scored on, and the most frequent ones that are tried as the guess. */
const scoredValues = 200;
const triedGuesses = 5;

/** One of the first references. */
interface Answer {
  /** As a message shows it. */
  shown: string;
  /** Of a row that has it; kept of the first ones only. */
  fields: JsonObject | undefined;
}

/** How many rows have a reference, and what is known of it where it is one of the first. */
interface Counted {
  count: number;
  answer: Answer | undefined;
}

/** An answer, and how many rows have it. */
type CountedAnswer = Answer & { count: number };

/**
 * That the references differ enough for a guess to lose: not one value everywhere, nor one that pays when it is given
 * to every question. What a guess earns is asked of the grader where that can be; else it is the share of its rows.
 */
export const referenceBalanceCheck: FileCheck = {
  codes: ["constant-reference", "class-imbalance"],
  start(context) {
    const { readReferences: read, rules, report } = context;
    const seen = new Map<number, Counted>();
    let rows = 0;
    const count = (hash: number, by: number, describe: () => Answer | undefined): void => {
      const known = seen.get(hash);
      if (known) known.count += by;
      else if (seen.size < countedValues) {
        seen.set(hash, { count: by, answer: seen.size < shownValues ? describe() : undefined });
      }
    };
    const describe = (fields: JsonObject): Answer => {
      const shown: string[] = [];
      for (const { value } of read(fields)) shown.push(showValue(value));
      const isScored = context.scoreGuess !== undefined && seen.size < scoredValues;
      return { shown: shown.join(", "), fields: isScored ? fields : undefined };
    };
    return {
      example({ fields }, { reference: hash }) {
        if (hash === undefined) return;
        rows++;
        count(hash, 1, () => describe(fields));
      },
      end() {
        if (rows < rules.minimumExamples.value) return;
        const counted = [...seen.values()].flatMap(({ answer, count: of }) =>
          answer ? [{ ...answer, count: of }] : [],
        );
        const draft = judgeBalance(
          counted.toSorted((a, b) => b.count - a.count),
          rows,
          context,
        );
        if (draft) report(draft);
      },
      parts: checkParts(
        () => {
          if (seen.size === countedValues) return undefined;
          // Numbers go to another thread in a fraction of the time of objects.
          const counts = new Map([...seen].map(([hash, { count: of }]) => [hash, of]));
          const answers = new Map(
            [...seen].slice(0, shownValues).map(([hash, { answer }]) => [hash, answer]),
          );
          return { counts, answers, rows };
        },
        (part) => {
          for (const [hash, by] of part.counts) count(hash, by, () => part.answers.get(hash));
          rows += part.rows;
        },
      ),
    };
  },
};

function judgeBalance(
  ranked: readonly CountedAnswer[],
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
  const constant = best > score ? `, another constant guess ${round(best)}` : "";
  return {
    code: "class-imbalance",
    severity: "warning",
    write: () => ({
      message: `a guess of ${shown} everywhere would score ${round(score)} on average${constant} (${most.count} of ${rows} rows have it)`,
      help: "Balance the references: leave out rows of the frequent ones, or add rows of the rare ones.",
    }),
  };
}

/** What the most frequent reference earns as the answer to every row, and what the best of a few earns. */
function bestGuess(
  ranked: readonly CountedAnswer[],
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

function round(score: number): string {
  return String(Number(score.toFixed(3)));
}

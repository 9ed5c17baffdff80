import { fingerprint } from "#dataset/row/value-fingerprint.js";
import type { TemplateScope } from "#grader/language/template.js";

/** The scores of one prompt's samples. */
export interface PromptTally {
  /** The line of the first sample. */
  line: number;
  n: number;
  sum: number;
  squares: number;
  min: number;
  max: number;
  /** How often each score came, with scores rounded to six places. */
  scores: Map<number, number>;
}

/** Collects scores by prompt. */
export interface PromptTallies {
  readonly add: (line: number, subject: TemplateScope, score: number) => void;
  readonly list: () => PromptTally[];
  /** How many different answers came; counting stops at two. */
  readonly distinctAnswers: () => number;
}

/** Samples belong to the same prompt if their items are equal, in any key order. */
export function createPromptTallies(): PromptTallies {
  const prompts = new Map<number, PromptTally>();
  const answers = new Set<string>();
  return {
    add(line, { item, sample }, score) {
      if (answers.size < 2) answers.add(sample.output_text);
      const { hash } = fingerprint(item);
      const prompt = prompts.get(hash) ?? startTally(line);
      prompts.set(hash, prompt);
      prompt.n++;
      prompt.sum += score;
      prompt.squares += score * score;
      prompt.min = Math.min(prompt.min, score);
      prompt.max = Math.max(prompt.max, score);
      const rounded = Number(score.toFixed(6));
      prompt.scores.set(rounded, (prompt.scores.get(rounded) ?? 0) + 1);
    },
    list: () => [...prompts.values()],
    distinctAnswers: () => answers.size,
  };
}

function startTally(line: number): PromptTally {
  return {
    line,
    n: 0,
    sum: 0,
    squares: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    scores: new Map(),
  };
}

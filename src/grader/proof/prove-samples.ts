import { RftError } from "#errors.js";
import { meanOf } from "#figures/mean-of.js";
import type { Finding } from "#finding.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { AnswerScoring } from "#grader/attack/score-answers.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import { forecastGroups } from "#grader/signal/forecast.js";
import { mapInOrder } from "#grader/samples/map-in-order.js";
import { type PromptTally, createPromptTallies } from "#grader/signal/prompt-tallies.js";
import type { SampleLine } from "#grader/samples/read-samples.js";
import { sampleFindings } from "#grader/signal/sample-findings.js";
import type { PromptList, SampleResult } from "#grader/signal/sample-result.js";
import { type ScoreRange, scoreRange } from "#grader/parse/score-range.js";
import type { TemplateScope } from "#grader/language/template.js";

/** The report on the samples, and the findings about it. */
export interface SampleProof {
  report: SampleResult;
  findings: Finding[];
}

const equalWithin = 1e-6;
const bins = 10;
const shownLines = 20;

/** What the proof needs besides the grader. */
export interface SampleProofOptions {
  rules: RuleSet;
  signal: AbortSignal | undefined;
  scoring: AnswerScoring;
}

/**
 * Scores saved answers, grouped by prompt: samples of one prompt have the same item. Undefined if there are none. The
 * grader must run here.
 * @throws RftError `input` for a line that is not a sample
 */
export async function proveSamples(
  grader: CompiledGrader,
  batches: AsyncIterable<SampleLine[]>,
  { rules, signal, scoring }: SampleProofOptions,
): Promise<SampleProof | undefined> {
  const tallies = createPromptTallies();
  const scored = mapInOrder(batches, scoring.atOnce, (line) => {
    signal?.throwIfAborted();
    const subject = subjectOf(line);
    const outcome = scoring.score(subject);
    return outcome instanceof Promise
      ? outcome.then(({ value }) => ({ line, subject, score: value ?? 0 }))
      : { line, subject, score: outcome.value ?? 0 };
  });
  for await (const batch of scored) {
    for (const { line, subject, score } of batch) tallies.add(line.line, subject, score);
  }
  const prompts = tallies.list();
  if (prompts.length === 0) return undefined;
  const report = summarize(prompts, grader, rules);
  const least = prompts.reduce((low, { min }) => Math.min(low, min), Number.POSITIVE_INFINITY);
  const isConstant = tallies.distinctAnswers() > 1 && prompts.every(({ max }) => max - least <= equalWithin);
  return { report, findings: sampleFindings(report, isConstant) };
}

function subjectOf({ file, line, subject, fault }: SampleLine): TemplateScope {
  if (subject) return subject;
  throw new RftError("input", `${file}:${line}: ${fault ?? "not a sample"}`, {
    hint: 'Write one {"item": {...}, "sample": {"output_text": "..."}} on each line.',
  });
}

function summarize(prompts: readonly PromptTally[], grader: CompiledGrader, rules: RuleSet): SampleResult {
  const range = scoreRange(grader.config);
  const n = prompts.reduce((total, prompt) => total + prompt.n, 0);
  const repeated = prompts.filter((prompt) => prompt.n > 1);
  const share = (test: (prompt: PromptTally) => boolean) =>
    repeated.length === 0 ? 0 : repeated.filter(test).length / repeated.length;
  const isHard = ({ max }: PromptTally) => max <= range.min + equalWithin;
  const isEasy = ({ min }: PromptTally) => min >= range.max - equalWithin;
  return {
    n,
    prompts: prompts.length,
    mean: prompts.reduce((total, prompt) => total + prompt.sum, 0) / n,
    histogram: countBins(prompts, range),
    mixed: share(isMixed),
    allEqual: share((prompt) => !isMixed(prompt)),
    allZero: share(isHard),
    allOne: share(isEasy),
    withinPromptSd: meanOf(repeated.map(deviation)) ?? 0,
    forecast: forecastGroups(prompts.map(({ scores }) => scores)),
    passRates: passRates(prompts, range, grader.config.pass_threshold).map(({ threshold, count, own }) => ({
      threshold,
      share: count / n,
      own,
    })),
    advisedFailures: rules.baselineFailures.value,
    tooHard: listPrompts(repeated.filter(isHard)),
    tooEasy: listPrompts(repeated.filter(isEasy)),
  };
}

function isMixed({ min, max }: PromptTally): boolean {
  return max - min > equalWithin;
}

function countBins(prompts: readonly PromptTally[], { min, max }: ScoreRange): SampleResult["histogram"] {
  const width = (max - min) / bins;
  const histogram = Array.from({ length: bins }, (_, bin) => ({
    from: tidy(min + bin * width),
    to: tidy(min + (bin + 1) * width),
    count: 0,
  }));
  for (const { scores } of prompts) {
    for (const [score, count] of scores) {
      const bin = width > 0 ? Math.floor((score - min) / width + equalWithin) : 0;
      const place = histogram[Math.min(bins - 1, Math.max(0, bin))];
      if (place) place.count += count;
    }
  }
  return histogram;
}

function passRates(prompts: readonly PromptTally[], { min, max }: ScoreRange, own: number | undefined) {
  const quarters = [0.25, 0.5, 0.75, 1].map((part) => tidy(min + part * (max - min)));
  const thresholds = [...new Set(own === undefined ? quarters : [...quarters, own])].toSorted(
    (a, b) => a - b,
  );
  return thresholds.map((threshold) => {
    let count = 0;
    for (const { scores } of prompts) {
      for (const [score, times] of scores) if (score >= threshold - equalWithin) count += times;
    }
    return { threshold, count, own: threshold === own };
  });
}

function listPrompts(prompts: readonly PromptTally[]): PromptList {
  return { prompts: prompts.length, lines: prompts.slice(0, shownLines).map(({ line }) => line) };
}

/** The sample standard deviation of a prompt's scores. */
function deviation({ n, sum, squares }: PromptTally): number {
  return Math.sqrt(Math.max(0, (squares - (sum * sum) / n) / (n - 1)));
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

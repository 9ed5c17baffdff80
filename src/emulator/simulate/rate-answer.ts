import { type CompiledGrader, compileConfig } from "#grader/score/compile-grader.js";
import type { GraderConfig, MultiGrader } from "#grader/config/grader-config.js";
import { FormulaError, compileFormula } from "#grader/language/expression.js";
import type { GraderResources } from "#grader/text-similarity/resources.js";
import { type Sample, sampleFromText } from "#grader/language/sample.js";
import { scoreRange } from "#grader/parse/score-range.js";
import { type Score, scoreSample } from "#grader/score/score-sample.js";
import type { JsonObject } from "#json/json-value.js";
import { simulateJudge } from "./simulated-judge.js";
import type { AnswerKind } from "./policy.js";
import type { Random } from "./random.js";

/** The simulated model's answer to a row. */
interface Answer {
  item: JsonObject;
  text: string;
  kind: AnswerKind;
}

/** What one grader gave for one answer. */
export interface Mark {
  type: string;
  name: string;
  reward: number;
  sampleParseError: boolean;
  invalidVariableError: boolean;
  otherError: boolean;
  /** Seconds; simulated, because the numbers must not depend on this machine. */
  latency: number;
}

/** An answer's marks: the whole grader's first, then those inside a multi grader. */
export type Rating = readonly [Mark, ...Mark[]];

/** Scores answers with a job's grader. */
export interface Rater {
  /** What cannot run here and gets a simulated judge: grader types, or metrics, such as `text_similarity:cosine`. */
  readonly judged: readonly string[];
  /** The grader's highest reward; 1 where nothing bounds it. */
  readonly highest: number;
  rate(answer: Answer, random: Random): Rating;
}

export interface RaterOptions {
  config: GraderConfig;
  /** What it scores with, from `loadResources`; nothing by default. */
  resources?: GraderResources;
  /** For a grader without a name. */
  defaultName: string;
  /** Without a response format, the service's graders get no `output_json`. */
  hasResponseFormat: boolean;
}

/** A grader's typical seconds; python: about 14 s in the only public result file. */
const typicalLatency: Readonly<Record<string, number>> = { python: 14, score_model: 4, label_model: 3 };

/** A grader whose metrics are reported. */
interface Reported extends Pick<Mark, "type" | "name"> {
  grader: CompiledGrader;
}

type Subject = Parameters<typeof scoreSample>[1];

function report(config: GraderConfig, defaultName: string, resources: GraderResources): Reported {
  return { type: config.type, name: config.name ?? defaultName, grader: compileConfig(config, resources) };
}

/** The graders whose metrics are reported: the whole, then those inside, by key. */
function listGraders({
  config,
  defaultName,
  resources = {},
}: RaterOptions): [whole: Reported, ...Reported[]] {
  const inside = config.type === "multi" ? Object.entries(config.graders) : [];
  return [
    report(config, defaultName, resources),
    ...inside.map(([key, part]) => report(part, key, resources)),
  ];
}

function makeSample(text: string, hasResponseFormat: boolean): Sample {
  const sample = sampleFromText(text);
  if (hasResponseFormat) return sample;
  const { output_json: _unseen, ...seen } = sample;
  return seen;
}

/** The formula's result, over scores that come partly from graders run here and partly from the simulated judge. */
function applyFormula(config: MultiGrader, scores: Readonly<Record<string, number>>): number {
  try {
    return compileFormula(config.calculate_output).evaluate(scores);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return config.invalid_grade ?? 0;
  }
}

function withJudge(config: GraderConfig, score: Score, judge: (part: GraderConfig) => number) {
  if (config.type !== "multi") return { reward: score.reward ?? judge(config), parts: [] };
  const parts = Object.entries(config.graders).map(([key, part]): [string, number] => [
    key,
    score.sub_rewards[key] ?? judge(part),
  ]);
  return {
    reward: score.reward ?? applyFormula(config, Object.fromEntries(parts)),
    parts: parts.map(([, reward]) => reward),
  };
}

/** A grader's errors on an answer; where the whole grader gave a score, none of its parts had any. */
function flagsOf({ grader }: Reported, subject: Subject, whole: Score) {
  const { errors } =
    whole.detail === undefined ? whole.metadata : scoreSample(grader, subject, noTime).metadata;
  return {
    sampleParseError: errors.sample_parse_error,
    invalidVariableError: errors.invalid_variable_error,
    otherError: errors.other_error || errors.formula_parse_error,
  };
}

/** A clock that stands still: this machine's grading time must not enter the simulation. */
function noTime(): number {
  return 0;
}

/** Prepares to score a job's answers: with the real graders where they run here, else with a simulated judge. */
export function createRater(options: RaterOptions): Rater {
  const { config, hasResponseFormat } = options;
  const [whole, ...inside] = listGraders(options);
  return {
    judged: whole.grader.static,
    highest: scoreRange(config).max,
    rate({ item, text, kind }, random) {
      const subject = { item, sample: makeSample(text, hasResponseFormat) };
      const score = scoreSample(whole.grader, subject, noTime);
      const { reward, parts } = withJudge(config, score, (part) => simulateJudge(part, kind, random));
      const mark = (reported: Reported, value: number): Mark => ({
        type: reported.type,
        name: reported.name,
        reward: value,
        ...flagsOf(reported, subject, score),
        latency: (typicalLatency[reported.type] ?? 0.02) * (0.7 + 0.6 * random.next()),
      });
      return [mark(whole, reward), ...inside.map((part, index) => mark(part, parts[index] ?? 0))];
    },
  };
}

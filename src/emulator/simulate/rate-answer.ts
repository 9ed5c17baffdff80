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

/** An answer of the simulated model to a row. */
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
  /** Seconds; simulated, for the numbers must not depend on this machine. */
  latency: number;
}

/** What an answer is paid: the first mark is the whole grader's, those inside a multi grader follow. */
export type Rating = readonly [Mark, ...Mark[]];

/** Scores answers with a job's grader. */
export interface Rater {
  /** What cannot run here and is judged by simulation: grader types, metrics as `text_similarity:cosine`. */
  readonly judged: readonly string[];
  /** The most that the grader pays; 1 where nothing bounds it. */
  readonly highest: number;
  rate(answer: Answer, random: Random): Rating;
}

/** A job's grader, and what stands beside it. */
export interface RaterOptions {
  config: GraderConfig;
  /** What it scores with, as `loadResources` gives it; nothing where absent. */
  resources?: GraderResources;
  /** For a grader without a name. */
  defaultName: string;
  /** Without a response format the service's graders see no `output_json`. */
  hasResponseFormat: boolean;
}

/** Seconds that a grader typically takes; python: about 14 s in the one public result file. */
const typicalLatency: Readonly<Record<string, number>> = { python: 14, score_model: 4, label_model: 3 };

/** A grader whose figures are reported. */
interface Reported extends Pick<Mark, "type" | "name"> {
  grader: CompiledGrader;
}

type Subject = Parameters<typeof scoreSample>[1];

function report(config: GraderConfig, defaultName: string, resources: GraderResources): Reported {
  return { type: config.type, name: config.name ?? defaultName, grader: compileConfig(config, resources) };
}

/** The graders whose figures are reported: the whole, then those inside by key. */
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

/** The formula over the scores that graders gave here and the judge gave for the others. */
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

/** The errors that a grader had with an answer; one score is enough to know that none of its parts had any. */
function flagsOf({ grader }: Reported, subject: Subject, whole: Score) {
  const { errors } =
    whole.detail === undefined ? whole.metadata : scoreSample(grader, subject, noTime).metadata;
  return {
    sampleParseError: errors.sample_parse_error,
    invalidVariableError: errors.invalid_variable_error,
    otherError: errors.other_error || errors.formula_parse_error,
  };
}

/** Stands still: what grading takes on this machine is no figure of the simulation. */
function noTime(): number {
  return 0;
}

/** Makes ready to score a job's answers: with the real graders where they run here, else with a simulated judge. */
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

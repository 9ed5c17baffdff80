/**
 * Grader configurations as the API takes them (OpenAI OpenAPI 2.3.0, Grader* schemas). The schemas require `name`, but
 * the service generates a missing one (its guide's own examples omit it), so it is optional here; every type accepts
 * `pass_threshold`, which never changes a reward.
 */
export type GraderConfig =
  StringCheckGrader | TextSimilarityGrader | ScoreModelGrader | PythonGrader | LabelModelGrader | MultiGrader;

/** A grader allowed inside a multi grader: every type but multi itself. */
export type SubgraderConfig = Exclude<GraderConfig, MultiGrader>;

/** The grader types whose shape we know; a rule set says which of them the service accepts, and where. */
export const graderTypes = [
  "string_check",
  "text_similarity",
  "score_model",
  "python",
  "label_model",
  "multi",
] as const satisfies readonly GraderConfig["type"][];

/** The operations of string_check. The guide's text once writes `neq`; every schema has `ne`. */
export const stringCheckOperations = ["eq", "ne", "like", "ilike"] as const;
export type StringCheckOperation = (typeof stringCheckOperations)[number];

/** The metrics of text_similarity; `cosine` exists for evals only. */
export const textSimilarityMetrics = [
  "fuzzy_match",
  "bleu",
  "gleu",
  "meteor",
  "rouge_1",
  "rouge_2",
  "rouge_3",
  "rouge_4",
  "rouge_5",
  "rouge_l",
  "cosine",
] as const;
export type TextSimilarityMetric = (typeof textSimilarityMetrics)[number];

/** 1 or 0 by comparing two texts. */
export interface StringCheckGrader {
  type: "string_check";
  name?: string;
  /** A template. */
  input: string;
  /** A template. */
  reference: string;
  operation: StringCheckOperation;
  pass_threshold?: number;
}

/** 0 to 1 by the similarity of two texts. */
export interface TextSimilarityGrader {
  type: "text_similarity";
  name?: string;
  /** A template. */
  input: string;
  /** A template. */
  reference: string;
  evaluation_metric: TextSimilarityMetric;
  pass_threshold?: number;
}

/** One part of a judge message. Templates are filled in `text` only. */
export type JudgeContentPart =
  | { type: "input_text"; text: string }
  | { type: "output_text"; text: string }
  | { type: "input_image"; image_url: string; detail?: string }
  | { type: "input_audio"; input_audio: { data: string; format: string } };

/** A message to a judging model. */
export interface JudgeMessage {
  role: "user" | "assistant" | "system" | "developer";
  content: string | JudgeContentPart | (string | JudgeContentPart)[];
  type?: "message";
}

/** How a judging model is sampled. The odd plural in `max_completions_tokens` is the API's own. */
export interface SamplingParams {
  seed?: number | null;
  top_p?: number | null;
  temperature?: number | null;
  max_completions_tokens?: number | null;
  reasoning_effort?: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max" | null;
}

/** A number given by a judging model. */
export interface ScoreModelGrader {
  type: "score_model";
  name?: string;
  input: JudgeMessage[];
  model: string;
  /** Lowest and highest score; defaults to [0, 1]. */
  range?: [number, number];
  sampling_params?: SamplingParams;
  pass_threshold?: number;
}

/** A number given by the function `grade(sample, item)` of a Python source. */
export interface PythonGrader {
  type: "python";
  name?: string;
  source: string;
  image_tag?: string;
  pass_threshold?: number;
}

/** 1 if a judging model picks one of the passing labels, else 0. */
export interface LabelModelGrader {
  type: "label_model";
  name?: string;
  input: JudgeMessage[];
  model: string;
  labels: string[];
  /** Some of the labels. */
  passing_labels: string[];
  pass_threshold?: number;
}

/** A formula over the scores of other graders, named by their keys in `graders`. */
export interface MultiGrader {
  type: "multi";
  name?: string;
  graders: Record<string, SubgraderConfig>;
  calculate_output: string;
  /** The reward if a sub-grader fails (Microsoft Learn, RFT how-to, 2025-05). */
  invalid_grade?: number;
  pass_threshold?: number;
}

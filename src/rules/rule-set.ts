/** A fact about the service: what holds, who says so, and when. */
export interface Rule<T> {
  readonly value: T;
  /** The document or recording that says so. */
  readonly source: string;
  /** The date of that document (ISO 8601). */
  readonly date: string;
}

/** An inclusive range of numbers. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A base model that can be fine-tuned by reinforcement. */
export interface ModelRule {
  /** The dated name that the service answers with. */
  readonly name: string;
  /** Other names the service resolves to it. */
  readonly aliases: readonly string[];
  /** Context window and its share for output, in tokens. */
  readonly contextTokens?: number;
  readonly outputTokens?: number;
  /** Whether a running job can be paused and is paused at the spending limit; absent where nothing is published. */
  readonly canPause?: boolean;
  /** Training types by the names the create request takes; empty where none is published. */
  readonly trainingTypes: readonly string[];
}

/** What the documentation says of one hyperparameter, and what the API itself takes. */
export interface HyperparameterRule {
  /** The range the guide advises or the service's page states. */
  readonly documented?: Range;
  /** The range the API's own specification allows; beyond it the request is refused. */
  readonly allowed: Range;
  readonly integer: boolean;
}

/** Dollars a million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** What a judging model costs, under each of its names. */
export interface GraderPrice extends Rule<TokenPrice> {
  readonly models: readonly string[];
}

/** The least, the usual and the most of a quantity. */
export interface Spread {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** Quantities of public runs, for estimating a run that has not begun. */
interface RunAnchors {
  /** Seconds of a training step. */
  readonly stepSeconds: Spread;
  /** Seconds of the one step published of a run with a judging model and long answers. */
  readonly longStepSeconds: number;
  /** Seconds that a graded validation sample adds to a step that evaluates. */
  readonly validationSampleSeconds: number;
  /** Answers that are graded in a training step at a compute multiplier of 1. */
  readonly rolloutsPerStep: Spread;
  /** Tokens of an answer, reasoning included, and of its visible part alone. */
  readonly completionTokens: Spread;
  readonly answerTokens: Spread;
  /** Tokens that a judging model without reasoning writes over one sample. */
  readonly judgeOutputTokens: Spread;
  /** Tokens that a reasoning judge (o3-mini) writes for each token it reads. */
  readonly reasoningJudgeOutputShare: number;
}

/** Limits of an object's metadata. */
interface MetadataLimits {
  readonly pairs: number;
  readonly keyLength: number;
  readonly valueLength: number;
}

/** Limits of a file that is sent in parts. */
interface UploadLimits {
  /** Bytes of a part at the most. */
  readonly partBytes: number;
  /** How long it lives after it was begun. */
  readonly seconds: number;
}

/** What a resource holds at the most. */
export interface FileQuota {
  readonly files: number;
  readonly bytes: number;
}

/** What `auto` may stand for, as a job that is cheap, likely or dear would have it. */
interface AutoValues {
  readonly epochs: Spread;
  readonly stepsPerEpoch: Spread;
  readonly evalInterval: Spread;
  readonly evalSamples: Spread;
}

/** The names of the rule sets, oldest first. */
export const ruleSetNames = ["2025-05", "2026-10"] as const;
export type RuleSetName = (typeof ruleSetNames)[number];

/** All that is known of the service on one day. Ranges, limits and models stand here, never in code. */
export interface RuleSet {
  readonly name: RuleSetName;
  /** Rows of a training file at the most. */
  readonly trainingExamples: Rule<number>;
  /** Rows of a validation file at the most. */
  readonly validationExamples: Rule<number>;
  /** Rows of a file at the least. */
  readonly minimumExamples: Rule<number>;
  /** Training rows below which the page itself advises more. */
  readonly advisedExamples: Rule<number>;
  /** Bytes of an uploaded file at the most. */
  readonly fileBytes: Rule<number>;
  /** Bytes above which a plain upload is known to fail without a word. */
  readonly reliableFileBytes: Rule<number>;
  readonly messageRoles: Rule<readonly string[]>;
  readonly models: Rule<readonly ModelRule[]>;
  readonly defaultModel: Rule<string>;
  readonly trainingTypes: Rule<readonly string[]>;
  readonly graderTypes: Rule<readonly string[]>;
  /** Grader types that may stand inside a multi grader. */
  readonly subgraderTypes: Rule<readonly string[]>;
  readonly graderModels: Rule<readonly string[]>;
  readonly textSimilarityMetrics: Rule<readonly string[]>;
  readonly stringCheckOperations: Rule<readonly string[]>;
  /** Bytes of a python grader's source at the most. */
  readonly pythonSourceBytes: Rule<number>;
  /** Seconds that a python grader may take over one sample. */
  readonly pythonSeconds: Rule<number>;
  /** Bytes of memory, and of files it writes, that a python grader may take. */
  readonly pythonMemoryBytes: Rule<number>;
  readonly pythonDiskBytes: Rule<number>;
  readonly hyperparameters: Rule<Readonly<Record<string, HyperparameterRule>>>;
  readonly reasoningEfforts: Rule<readonly string[]>;
  /** Characters of a job's suffix at the most. */
  readonly suffixLength: Rule<number>;
  /** Pairs of a job's metadata, and characters of a key and of a value, at the most. */
  readonly metadata: Rule<MetadataLimits>;
  /** What sending a file in parts is bound to. */
  readonly uploads: Rule<UploadLimits>;
  /** Files and bytes that a resource holds at the most. */
  readonly fileQuota: Rule<FileQuota>;
  /** The share of the base model's answers that should fail before training. */
  readonly baselineFailures: Rule<Range>;
  /** Dollars of training and grading at which the service pauses a job. */
  readonly spendingPause: Rule<number>;
  /** Dollars an hour of training, by the dated name of the model; a model that is absent has no published price. */
  readonly trainingHour: Rule<Readonly<Record<string, number>>>;
  /** The share of the hour's price that training of the developer tier costs. */
  readonly developerShare: Rule<number>;
  /** Dollars an hour that a deployment of a fine-tuned model costs, used or not. */
  readonly hostingHour: Rule<number>;
  /** What the models that judge samples cost; a model that is absent has no known price. */
  readonly graderPrices: readonly GraderPrice[];
  /** What runs of the past took. */
  readonly runAnchors: Rule<RunAnchors>;
  /** What the service may choose where a hyperparameter is left to it. */
  readonly autoValues: Rule<AutoValues>;
}

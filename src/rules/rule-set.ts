/** A fact about the service, with its source and date. */
export interface Rule<T> {
  readonly value: T;
  /** The document or recording that states it. */
  readonly source: string;
  /** The date of that document (ISO 8601). */
  readonly date: string;
}

/** An inclusive range of numbers. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A base model that supports reinforcement fine-tuning. */
export interface ModelRule {
  /** The name for a create request: as the service returns it, or as Microsoft's table has it if none was seen. */
  readonly name: string;
  /** Other names that the service resolves to it. */
  readonly aliases: readonly string[];
  /** The name in Microsoft's table, if another was seen in a request. */
  readonly tableName?: string;
  /** True if `name` was seen in a request or an answer of the service. */
  readonly isSeen?: true;
  /** Names of other models by which people ask for this one. */
  readonly mistakenNames?: readonly string[];
  /** Who may train it, if not everybody. */
  readonly access?: string;
  /** Context window, and the part of it available for output, in tokens. */
  readonly contextTokens?: number;
  readonly outputTokens?: number;
  /** Whether a running job can be paused, and is paused at the spending limit; absent if not published. */
  readonly canPause?: boolean;
  /** Training types, named as in the create request; empty if not published. */
  readonly trainingTypes: readonly string[];
  /** Training types that are published, but whose name in a create request was not found. */
  readonly unnamedTrainingTypes?: readonly string[];
  /** Training types that the service was seen to refuse for it. */
  readonly refusedTrainingTypes?: readonly string[];
}

/** The model to take if none is named, and why that one. */
interface DefaultModelRule extends Rule<string> {
  /** One sentence, no full stop. */
  readonly why: string;
}

/** The documented limits of a hyperparameter, and those of the API itself. */
export interface HyperparameterRule {
  /** The range that the guide advises or the page of the service states. */
  readonly documented?: Range;
  /** The range that the API specification allows; the service rejects values outside it. */
  readonly allowed: Range;
  readonly integer: boolean;
}

/** Dollars per million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** The price of a judging model, under each of its names. */
export interface GraderPrice extends Rule<TokenPrice> {
  readonly models: readonly string[];
}

/** Low, typical and high values of a quantity. */
export interface Spread {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** Measurements from public runs, for estimating a run before it starts. */
interface RunAnchors {
  /** Public runs with a known time that these figures come from, and the model that they trained. */
  readonly runs: number;
  readonly model: string;
  /** Seconds per training step without its evaluation, at a compute multiplier of 1, whatever the batch size. */
  readonly stepSeconds: Spread;
  /** The high end with a judging model or high reasoning effort. */
  readonly longStepSeconds: number;
  /** Seconds that each graded validation sample adds to a step with an evaluation. */
  readonly validationSampleSeconds: Spread;
  /** Answers graded per training step at a compute multiplier of 1. */
  readonly rolloutsPerStep: Spread;
  /** Tokens of an answer including reasoning, and of its visible part alone. */
  readonly completionTokens: Spread;
  readonly answerTokens: Spread;
  /** Tokens that a judging model without reasoning writes per sample. */
  readonly judgeOutputTokens: Spread;
  /** Tokens that a reasoning judge (o3-mini) writes per token it reads. */
  readonly reasoningJudgeOutputShare: number;
}

interface MetadataLimits {
  readonly pairs: number;
  readonly keyLength: number;
  readonly valueLength: number;
}

/** Limits of a file uploaded in parts. */
interface UploadLimits {
  /** Most bytes in a part. */
  readonly partBytes: number;
  /** Lifetime of the upload from its start. */
  readonly seconds: number;
}

/** Most files and bytes that a resource stores. */
export interface FileQuota {
  readonly files: number;
  readonly bytes: number;
}

/** Values `auto` may resolve to: in a cheap, a typical and an expensive job. */
interface AutoValues {
  readonly epochs: Spread;
  /** The batch size divided by the square root of the training rows; low is the cheap end, of few steps. */
  readonly batchPerRootRow: Spread;
  readonly evalInterval: Spread;
  readonly evalSamples: Spread;
}

/** The names of the rule sets, oldest first. */
export const ruleSetNames = ["2025-05", "2026-10"] as const;
export type RuleSetName = (typeof ruleSetNames)[number];

/** Everything known about the service at one date. Ranges, limits and models belong here, never in code. */
export interface RuleSet {
  readonly name: RuleSetName;
  /** Most rows in a training file. */
  readonly trainingExamples: Rule<number>;
  /** Most rows in a validation file. */
  readonly validationExamples: Rule<number>;
  /** Fewest rows in a file. */
  readonly minimumExamples: Rule<number>;
  /** With fewer training rows, the page itself advises more. */
  readonly advisedExamples: Rule<number>;
  /** Most bytes in an uploaded file. */
  readonly fileBytes: Rule<number>;
  /** Plain uploads above this many bytes are known to fail silently. */
  readonly reliableFileBytes: Rule<number>;
  readonly messageRoles: Rule<readonly string[]>;
  readonly models: Rule<readonly ModelRule[]>;
  readonly defaultModel: DefaultModelRule;
  readonly trainingTypes: Rule<readonly string[]>;
  /** The training type of a request that names none. */
  readonly defaultTrainingType: Rule<string>;
  /** Names that the service was seen to refuse as a training type, each with the one that is meant. */
  readonly misnamedTrainingTypes: Rule<Readonly<Record<string, string>>>;
  readonly graderTypes: Rule<readonly string[]>;
  /** Grader types allowed inside a multi grader. */
  readonly subgraderTypes: Rule<readonly string[]>;
  readonly graderModels: Rule<readonly string[]>;
  readonly textSimilarityMetrics: Rule<readonly string[]>;
  readonly stringCheckOperations: Rule<readonly string[]>;
  /** Most bytes in the source of a python grader. */
  readonly pythonSourceBytes: Rule<number>;
  /** Most seconds that a python grader may spend on one sample. */
  readonly pythonSeconds: Rule<number>;
  /** Most bytes that a python grader may use: of memory, and on disk. */
  readonly pythonMemoryBytes: Rule<number>;
  readonly pythonDiskBytes: Rule<number>;
  readonly hyperparameters: Rule<Readonly<Record<string, HyperparameterRule>>>;
  readonly reasoningEfforts: Rule<readonly string[]>;
  /** Most characters in a job suffix. */
  readonly suffixLength: Rule<number>;
  /** Most pairs in the metadata of a job, and most characters in a key and in a value. */
  readonly metadata: Rule<MetadataLimits>;
  readonly uploads: Rule<UploadLimits>;
  readonly fileQuota: Rule<FileQuota>;
  /** The share of the base model's answers that should fail before training. */
  readonly baselineFailures: Rule<Range>;
  /** The service pauses a job that has cost this many dollars of training and grading. */
  readonly spendingPause: Rule<number>;
  /** Dollars per hour of Standard training, by dated model name; a model without a published price is absent. */
  readonly trainingHour: Rule<Readonly<Record<string, number>>>;
  /** The price of a training type as a fraction of Standard's; a type without a published price is absent. */
  readonly trainingTypePrices: Rule<Readonly<Record<string, Spread>>>;
  /** Dollars per hour for a Standard or GlobalStandard deployment of a fine-tuned model, used or not. */
  readonly hostingHour: Rule<number>;
  /** Prices of judging models; a model without a known price is absent. */
  readonly graderPrices: readonly GraderPrice[];
  readonly runAnchors: Rule<RunAnchors>;
  /** Hours a job waits in `pending` before it runs; not billed. */
  readonly queueHours: Rule<Spread>;
  /** Values the service may choose for hyperparameters left to it. */
  readonly autoValues: Rule<AutoValues>;
}

import type { TokenUsage } from "#service/judge.js";
import type { ErrorFlag } from "./error-flags.js";
import type { Template, TemplateReference, TemplateScope } from "#grader/language/template.js";

/** One answer from a judging model. */
export interface JudgeUse {
  /** The model that answered, as the service names it. */
  readonly model: string;
  /** Null if the service does not say. */
  readonly usage: TokenUsage | null;
}

/** What a grader gives for one answer. */
export interface Outcome {
  /** Null only if the grader cannot run here. */
  readonly value: number | null;
  readonly raised: readonly ErrorFlag[];
  /** Why the value is null or a flag is raised. */
  readonly detail?: string;
  /** A multi grader's reason for each flag, if `detail` says more than that. */
  readonly reasons?: ReadonlyMap<ErrorFlag, string>;
  /** One entry for each answer from a judging model. */
  readonly judged?: readonly JudgeUse[];
  /** A multi grader's values by key; null for a sub-grader that cannot run here. */
  readonly parts?: Readonly<Record<string, number | null>>;
}

/** Scores one answer: synchronously, or as a promise if it waits for an engine. */
export type ScoreAnswer = (scope: TemplateScope) => Outcome | Promise<Outcome>;

/** What a grader asks of an answer for full marks. */
export interface Ask {
  /** The path in the answer's JSON; undefined for the answer's whole text. */
  readonly path: readonly (string | number)[] | undefined;
  /** Reads the item only. */
  readonly expected: Template;
}

/** A grader ready to run: a whole one, or a part of a multi grader. */
export interface GraderPart {
  /** Everything its templates read, each reference once. */
  readonly references: readonly TemplateReference[];
  /** Grader types that run on this machine. */
  readonly executed: readonly string[];
  /** Grader types, and metrics such as `text_similarity:cosine`, that are only checked. */
  readonly static: readonly string[];
  /** Empty if a judge or a program decides; undefined if no answer that meets it can be written down. */
  readonly asks: readonly Ask[] | undefined;
  /** Its score for a reference compared with itself; null if we cannot know it here, or it depends on the text. */
  readonly ceiling: number | null;
  /** @throws RftError `usage` if it needs what `prepareGrader` loads; otherwise never. */
  score(scope: TemplateScope): Outcome;
}

import type { TokenUsage } from "#service/judge.js";
import type { ErrorFlag } from "./error-flags.js";
import type { Template, TemplateReference, TemplateScope } from "#grader/language/template.js";

/** One answer of a judging model. */
export interface JudgeUse {
  /** As the service names the model that answered. */
  readonly model: string;
  /** Null where the service does not say. */
  readonly usage: TokenUsage | null;
}

/** What a grader gives for one answer. */
export interface Outcome {
  /** Null only where the grader cannot run here. */
  readonly value: number | null;
  readonly raised: readonly ErrorFlag[];
  /** Why the value is null or a flag is raised. */
  readonly detail?: string;
  /** Why each flag is raised, where `detail` tells of more than that; of a multi grader. */
  readonly reasons?: ReadonlyMap<ErrorFlag, string>;
  /** What judging models were used, one entry an answer of theirs. */
  readonly judged?: readonly JudgeUse[];
  /** By key; of a multi grader only. A null is a sub-grader that cannot run here. */
  readonly parts?: Readonly<Record<string, number | null>>;
}

/** Scores one answer: at once, or as a promise where an engine has to be waited for. */
export type ScoreAnswer = (scope: TemplateScope) => Outcome | Promise<Outcome>;

/** A wish of a grader: what would have to stand in an answer for full marks. */
export interface Ask {
  /** The path in the answer's JSON; undefined where the answer's whole text is meant. */
  readonly path: readonly (string | number)[] | undefined;
  /** Reads the item only. */
  readonly expected: Template;
}

/** A grader made ready to run: the whole of it, or a part of a multi grader. */
export interface GraderPart {
  /** All that its templates read, each once. */
  readonly references: readonly TemplateReference[];
  /** Grader types that run on this machine. */
  readonly executed: readonly string[];
  /** Grader types, and metrics as `text_similarity:cosine`, that are only checked. */
  readonly static: readonly string[];
  /** Empty where a judge or a program decides; undefined where what it wants cannot be written down as an answer. */
  readonly asks: readonly Ask[] | undefined;
  /** What it gives a reference compared with itself; null where that cannot be known here, or differs by the text. */
  readonly ceiling: number | null;
  /** @throws RftError `usage` where it needs what `prepareGrader` loads; never otherwise. */
  score(scope: TemplateScope): Outcome;
}

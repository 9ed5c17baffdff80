import type { ErrorFlag } from "./grader-errors.js";
import type { Template, TemplateReference, TemplateScope } from "./template.js";

/** What a grader gives for one answer. */
export interface Outcome {
  /** Null only where the grader cannot run here. */
  readonly value: number | null;
  readonly raised: readonly ErrorFlag[];
  /** Why the value is null or a flag is raised. */
  readonly detail?: string;
  /** By key; of a multi grader only. A null is a sub-grader that cannot run here. */
  readonly parts?: Readonly<Record<string, number | null>>;
}

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
  /** Grader types, and metrics as `text_similarity:bleu`, that are only checked. */
  readonly static: readonly string[];
  /** Empty where a judge or a program decides; undefined where what it wants cannot be written down as an answer. */
  readonly asks: readonly Ask[] | undefined;
  /** What it gives a reference compared with itself; null where that cannot be known here. */
  readonly ceiling: number | null;
  /** Never throws. */
  score(scope: TemplateScope): Outcome;
}

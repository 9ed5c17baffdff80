import type { JsonObject } from "#json/json-value.js";
import type { BestAnswer } from "./tally.js";

/**
 * `content-free`: knows nothing of the task. `guess`: knows what answers look like, not which one is right.
 * `distortion`: the right answer, spoilt. `variant`: the right answer in another form, which a fair grader pays.
 */
type AttackKind = "content-free" | "guess" | "distortion" | "variant";

/** What the grader pays for one kind of answer. */
export interface AttackResult {
  name: string;
  kind: AttackKind;
  n: number;
  mean: number;
  max: number;
  /** The best-paid one; a long output is cut. */
  example: BestAnswer;
}

/** A row to answer, and what is known of the others. */
export interface AttackSubject {
  readonly item: JsonObject;
  /** The row's own right answer; undefined where none can be built. */
  readonly gold: string | undefined;
  /** Another row's right answer. */
  readonly other: string | undefined;
  /** The most frequent right answer, where one is given more than once. */
  readonly majority: string | undefined;
  /** All right answers in one, where they are few and come again. */
  readonly allLabels: string | undefined;
  readonly form: AnswerForm;
}

/** The form that the grader and the response format give an answer. */
export interface AnswerForm {
  /** The paths in the answer's JSON that the grader reads; none where it reads the text. */
  readonly paths: readonly (readonly (string | number)[])[];
  /** Whether a response format holds the answer to a schema. */
  readonly hasSchema: boolean;
  /** Paths whose values the schema lists one by one: no other form of them can be answered. */
  readonly listed: ReadonlySet<string>;
}

/** One way to answer without earning it, or to answer rightly in another form. */
export interface Attack {
  readonly name: string;
  readonly kind: AttackKind;
  /** What it does, for a message: "repeating the prompt earns ...". */
  readonly description: string;
  /** The answer to a row; undefined where the attack has none. */
  readonly answer: (subject: AttackSubject) => string | undefined;
}

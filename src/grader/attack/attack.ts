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
  /** The best-paid answer; a long output is cut. */
  example: BestAnswer;
}

/** A row to answer, and what is known about the others. */
export interface AttackSubject {
  readonly item: JsonObject;
  /** The row's own right answer; undefined if none can be built. */
  readonly gold: string | undefined;
  /** Another row's right answer. */
  readonly other: string | undefined;
  /** The most frequent right answer, if any comes more than once. */
  readonly majority: string | undefined;
  /** All right answers in one, if they are few and repeat. */
  readonly allLabels: string | undefined;
  readonly form: AnswerForm;
}

/** The form that the grader and the response format prescribe for an answer. */
export interface AnswerForm {
  /** The paths in the answer's JSON that the grader reads; none if it reads the text. */
  readonly paths: readonly (readonly (string | number)[])[];
  /** Whether a response format holds the answer to a schema. */
  readonly hasSchema: boolean;
  /** Paths whose values the schema lists: no other form of them can be answered. */
  readonly listed: ReadonlySet<string>;
}

/** One way to answer without deserving a reward, or to answer correctly in another form. */
export interface Attack {
  readonly name: string;
  readonly kind: AttackKind;
  /** What it does, for a message: "repeating the prompt earns ...". */
  readonly description: string;
  /** The answer to a row; undefined if the attack has none. */
  readonly answer: (subject: AttackSubject) => string | undefined;
}

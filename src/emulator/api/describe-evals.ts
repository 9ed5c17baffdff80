import type { JsonObject } from "#json/json-value.js";
import { deriveHex } from "#emulator/state/derive-id.js";
import { isEvaluated } from "#emulator/simulate/schedule.js";
import type { EvaluatedAnswer } from "#emulator/simulate/replay-evaluation.js";
import type { JobRecord, StepRecord } from "#emulator/state/state.js";

// Shapes: OpenAI OpenAPI 2.3.0 and Azure's authoring specification 2025-04-01-preview (EvalRun, EvalRunOutputItem).
// Seen in evaluations that the service made for RFT jobs (2026): the evaluation's name, runs "Step 0", "Step 3", ...,
// items = rows x eval_samples, a result's name "<grader>-<uuid>", pass where score >= pass_threshold. Assumed: "Step 0"
// is the evaluation that the result file lists under step 1 (no "Step 1" was seen); one result per item, the whole
// grader's; the score that passes where a grader names no threshold.

/** A hash in the form of a UUID. */
function uuidOf(...parts: readonly (string | number)[]): string {
  return deriveHex(...parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function runIdOf({ id }: JobRecord, step: number): string {
  return `evalrun_${deriveHex("evalrun", id, step)}`;
}

function criterionOf(job: JobRecord): string {
  const { name } = job.grader;
  const own = typeof name === "string" ? name : `grader-${deriveHex(job.id).slice(0, 12)}`;
  return `${own}-${uuidOf("criterion", job.id)}`;
}

export function describeEval(job: JobRecord) {
  return {
    object: "eval",
    id: job.evalId,
    name: `Reinforcement Fine Tuning validation runs for ${uuidOf("eval", job.id)}`,
    created_at: Math.floor(job.createdAt),
    data_source_config: {
      type: "custom",
      schema: { type: "object", properties: { item: { type: "object" } } },
    },
    testing_criteria: [{ id: criterionOf(job), ...job.grader }],
    metadata: {},
  };
}

/** A run of a job's evaluation, and its step. */
export interface EvalRunRecord {
  id: string;
  step: number;
  /** Absent while the step is in progress. */
  record?: StepRecord;
}

/** The runs of a job's evaluation, in step order; the last may still be in progress. */
export function evalRunsOf(job: JobRecord): EvalRunRecord[] {
  const done = job.steps
    .filter(({ policy }) => policy)
    .map((record): EvalRunRecord => ({ id: runIdOf(job, record.step), step: record.step, record }));
  const next = job.steps.length + 1;
  const isTraining = job.status === "running" && job.phase === "training";
  return isTraining && isEvaluated(next, job.totalSteps, job.hyperparameters)
    ? [...done, { id: runIdOf(job, next), step: next }]
    : done;
}

/** A run as the service describes it; `answers` are those of a completed run. */
export function describeEvalRun(
  { id, step, record }: EvalRunRecord,
  job: JobRecord,
  answers: readonly EvaluatedAnswer[],
) {
  const passed = answers.filter((answer) => answer.passed).length;
  const failed = answers.length - passed;
  return {
    object: "eval.run",
    id,
    eval_id: job.evalId,
    status: record ? "completed" : "in_progress",
    model: job.model,
    name: `Step ${step === 1 ? 0 : step}`,
    created_at: Math.floor(record?.finishedAt ?? job.steps.at(-1)?.finishedAt ?? job.createdAt),
    result_counts: { total: answers.length, errored: 0, failed, passed },
    per_testing_criteria_results: record ? [{ testing_criteria: criterionOf(job), passed, failed }] : [],
    metadata: {},
  };
}

/** The reply of a simulated judge, whose steps say so. The shape is that of OpenAI's score_model. */
function judgeSample({ grader }: JobRecord, { kind, reward }: EvaluatedAnswer): JsonObject | null {
  if (grader["type"] !== "score_model") return null;
  const description = "Simulated judge: it goes by the kind of answer and does not read the text.";
  const content = JSON.stringify({ steps: [{ description, conclusion: `kind: ${kind}` }], result: reward });
  return { output: [{ role: "assistant", content }] };
}

/** One answer of a run as the service describes it; `index` is its 0-based place in the run. */
export function describeOutputItem(
  run: EvalRunRecord,
  job: JobRecord,
  { answer, index }: { answer: EvaluatedAnswer; index: number },
) {
  const { prompt, row, text, reward, passed, counted } = answer;
  const { reasoningTokens, completionTokens } = counted;
  return {
    object: "eval.run.output_item",
    id: `outputitem_${deriveHex("outputitem", run.id, index)}`,
    created_at: Math.floor(run.record?.finishedAt ?? 0),
    run_id: run.id,
    eval_id: job.evalId,
    status: passed ? "pass" : "fail",
    datasource_item_id: row,
    datasource_item: prompt.item,
    results: [{ name: criterionOf(job), sample: judgeSample(job, answer), passed, score: reward }],
    sample: {
      input: prompt.item["messages"] ?? [],
      output: [{ role: "assistant", content: text }],
      finish_reason: "stop",
      model: job.model,
      usage: {
        completion_tokens: completionTokens,
        completion_tokens_details: { reasoning_tokens: reasoningTokens },
      },
      temperature: 1,
      top_p: 1,
      seed: job.seed,
    },
  };
}

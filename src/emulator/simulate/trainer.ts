import { validateFiles } from "#dataset/validate/validate.js";
import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import { deriveId } from "#emulator/state/derive-id.js";
import type { EventRecord, FileRecord, JobRecord, State, StepRecord } from "#emulator/state/state.js";
import { delayOf, illnessOf } from "./illness.js";
import { failureAt, preemptionAt, reachesLimit } from "./ordered-failure.js";
import { runStep } from "./run-step.js";
import {
  countSteps,
  estimateTraining,
  isEvaluated,
  planDurations,
  resolveHyperparameters,
  totalSeconds,
} from "./schedule.js";
import { type Task, dataFileOf, keyOf, loadTask } from "./task.js";
import { fail, info, pauseAtLimit, preempt, succeed, withEvents } from "./transitions.js";

export interface TrainerParts {
  rules: RuleSet;
  /** The emulator's seed. */
  seed: number;
  /** The path of an upload's bytes. */
  contentPath: (fileId: string) => string;
}

/** The state changes of a running job. */
export interface Trainer {
  /** Reads the data: if it breaks the rules the job fails, else its first step begins. */
  prepare(job: JobRecord, at: number, state: State): Promise<JobRecord>;
  /** Finishes the step in progress; after the last one the job succeeds, unless it has ordered a failure. */
  train(job: JobRecord, at: number, state: State): Promise<JobRecord>;
  /** The duration of the step after the last finished one. */
  nextStepSeconds(job: JobRecord): number;
}

interface JobFiles {
  train: FileRecord;
  valid: FileRecord;
}

/** A failed job's codes and texts are assumed: of the texts, only the safety checks' was found in public. */
const failures = {
  data: "jsonlValidationFailed",
  file: "fileImportFailed",
  emulator: "internalFailure",
} as const;

function durationsOf(job: JobRecord, step: number): StepRecord["durations"] {
  const { key, hyperparameters, totalSteps, validationRows } = job;
  const evaluates = isEvaluated(step, totalSteps, hyperparameters);
  const validationSamples = evaluates ? validationRows * hyperparameters.eval_samples : 0;
  const delay = delayOf(illnessOf(job.metadata) ?? "healthy", { step, totalSteps });
  return planDurations({ key, step, validationSamples, delay });
}

function nextStepSeconds(job: JobRecord): number {
  return totalSeconds(durationsOf(job, job.steps.length + 1));
}

function filesOf({ trainingFile, validationFile }: JobRecord, { files }: State): JobFiles {
  const train = files.get(trainingFile);
  const valid = files.get(validationFile);
  if (train && valid) return { train, valid };
  const gone = train ? validationFile : trainingFile;
  throw new RftError("input", `the file ${gone} was deleted`, { hint: "Upload it again; create a new job." });
}

/** A step's log line, in the words of the service's page on RFT. */
function stepEvent({ step, finishedAt, train, valid }: StepRecord, totalSteps: number): EventRecord {
  const parts = [
    `Step ${step}/${totalSteps} `,
    ` train mean reward=${train.meanReward.toFixed(2)}`,
    ...(valid ? [` full validation mean reward=${valid.meanReward.toFixed(2)}`] : []),
    ...(valid ? [` full validation mean parse error=${(valid.parseErrorMean ?? 0).toFixed(2)}`] : []),
  ];
  return { at: finishedAt, level: "info", message: parts.join(","), step };
}

/** The job's warning about graders that cannot run. */
function judgeNotice(at: number, { rater }: Task): EventRecord[] {
  if (rater.judged.length === 0) return [];
  const message = `Simulated judge: ${rater.judged.join(", ")} cannot run in the emulator; answers are paid by their kind.`;
  return [{ at, level: "warning", message }];
}

/** Caches the data of running jobs. */
function createTaskMemory({ rules, contentPath }: TrainerParts) {
  const tasks = new Map<string, Task>();
  return async (job: JobRecord, state: State): Promise<Task> => {
    for (const id of tasks.keys()) {
      if (state.jobs.get(id)?.status !== "running") tasks.delete(id);
    }
    const files = filesOf(job, state);
    const task = tasks.get(job.id) ?? (await loadTask({ job, ...files, rules, contentPath }));
    tasks.set(job.id, task);
    return task;
  };
}

/** A message about the data's first fault; undefined where the service can train on it. */
async function findFault(found: JobFiles, { rules, contentPath }: TrainerParts): Promise<string | undefined> {
  const files = [
    dataFileOf(found.train, "training", contentPath(found.train.id)),
    dataFileOf(found.valid, "validation", contentPath(found.valid.id)),
  ];
  const { findings, summary } = await validateFiles(files, { rules, maxFindings: 1 });
  const fault = findings.find(({ severity }) => severity === "error");
  if (!fault) return undefined;
  const place = `${fault.file ?? found.train.filename}${fault.line === undefined ? "" : `, line ${fault.line}`}`;
  return `The provided data has ${summary.errors} error(s). ${place}: ${fault.message}.`;
}

/** The job at the start of its first step, after its data has been read. */
function beginTraining(job: JobRecord, at: number, task: Task): JobRecord {
  const hyperparameters = resolveHyperparameters(job.hyperparameters, task.train.length);
  const totalSteps = countSteps(task.train.length, hyperparameters);
  const ready: JobRecord = {
    ...job,
    phase: "training",
    hyperparameters,
    totalSteps,
    validationRows: task.valid.length,
  };
  return withEvents(
    {
      ...ready,
      nextAt: at + nextStepSeconds(ready),
      estimatedFinish: at + estimateTraining(totalSteps),
    },
    info(at, "Preprocessing completed"),
    ...judgeNotice(at, task),
    info(at, "Training started."),
  );
}

/** The job after the step in progress. */
function addStep(job: JobRecord, at: number, task: Task): JobRecord {
  const { hyperparameters, policy, totalSteps } = job;
  const step = job.steps.length + 1;
  const illness = illnessOf(job.metadata) ?? "healthy";
  const outcome = runStep({ task, hyperparameters, policy, step, totalSteps, illness });
  const record: StepRecord = {
    step,
    finishedAt: at,
    train: outcome.train,
    ...(outcome.valid && { valid: outcome.valid, policy: [...outcome.policy] }),
    durations: durationsOf(job, step),
  };
  const tokens = outcome.train.samples * outcome.train.completionTokensMean;
  return withEvents(
    {
      ...job,
      policy: [...outcome.policy],
      steps: [...job.steps, record],
      trainedTokens: Math.round(job.trainedTokens + tokens),
    },
    stepEvent(record, totalSteps),
  );
}

/** Continues, pauses, fails (if ordered) or completes a job after its last finished step. */
function endStep(job: JobRecord, at: number, rules: RuleSet): JobRecord {
  const { totalSteps } = job;
  const step = job.steps.length;
  if (step === Math.ceil(totalSteps / 2)) {
    const halfway = failureAt(job, "half of the steps");
    if (halfway) return fail(job, at, halfway);
  }
  if (step < totalSteps) {
    if (reachesLimit(job, rules)) return pauseAtLimit(job, at);
    const preemption = preemptionAt(job);
    return preemption === undefined
      ? { ...job, nextAt: at + nextStepSeconds(job) }
      : preempt(job, at, preemption);
  }
  const last = failureAt(job, "the last step");
  return last ? fail(job, at, last) : succeed(job, at);
}

/** A fault fails only its own job: thrown on, it would answer every later request. */
function failing(change: Trainer["train"]): Trainer["train"] {
  return async (job, at, state) => {
    try {
      return await change(job, at, state);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return error instanceof RftError && error.code === "input"
        ? fail(job, at, { code: failures.file, message })
        : fail(job, at, { code: failures.emulator, message: `azure-rft emulator: ${message}` });
    }
  };
}

/** Creates a trainer, which caches the data of running jobs. */
export function createTrainer(parts: TrainerParts): Trainer {
  const { rules, seed } = parts;
  const taskOf = createTaskMemory(parts);

  async function prepare(job: JobRecord, at: number, state: State): Promise<JobRecord> {
    const files = filesOf(job, state);
    const fault = await findFault(files, parts);
    if (fault !== undefined) return fail(job, at, { code: failures.data, message: fault });
    const ordered = failureAt(job, "reading the data");
    if (ordered) return fail(job, at, ordered);
    const keyed = { ...job, key: keyOf(job, files, seed) };
    return beginTraining(keyed, at, await taskOf(keyed, state));
  }

  async function train(job: JobRecord, at: number, state: State): Promise<JobRecord> {
    const trained = addStep(job, at, await taskOf(job, state));
    const resultFile = job.resultFile ?? createResultFile(job, at, state);
    return endStep({ ...trained, resultFile }, at, rules);
  }

  return { prepare: failing(prepare), train: failing(train), nextStepSeconds };
}

/** Creates the job's result file, with an id derived from the job's, after its first step. */
function createResultFile(job: JobRecord, at: number, { files }: State): string {
  const id = deriveId("file", job.id, "results");
  files.set(id, {
    id,
    filename: "results.csv",
    purpose: "fine-tune-results",
    bytes: 0,
    createdAt: at,
    processedAt: at,
    sha256: "",
    resultOf: job.id,
  });
  return id;
}

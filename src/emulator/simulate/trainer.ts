import { validateFiles } from "#dataset/validate/validate.js";
import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import { deriveId } from "#emulator/state/derive-id.js";
import type { EventRecord, FileRecord, JobRecord, State, StepRecord } from "#emulator/state/state.js";
import { delayOf, illnessOf } from "./illness.js";
import { failureAt, reachesLimit } from "./ordered-failure.js";
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
import { fail, info, pauseAtLimit, succeed, withEvents } from "./transitions.js";

/** What training is made of, beside the jobs. */
export interface TrainerParts {
  rules: RuleSet;
  /** The emulator's seed. */
  seed: number;
  /** Where the bytes of an upload stand. */
  contentPath: (fileId: string) => string;
}

/** The changes of a running job. */
export interface Trainer {
  /** Reads the data: the job fails where it breaks the rules, else its first step begins. */
  prepare(job: JobRecord, at: number, state: State): Promise<JobRecord>;
  /** Finishes the step in hand; the job succeeds with the last one. */
  train(job: JobRecord, at: number, state: State): Promise<JobRecord>;
  /** How long the step after the last finished one takes. */
  nextStepSeconds(job: JobRecord): number;
}

interface JobFiles {
  train: FileRecord;
  valid: FileRecord;
}

/** Texts of a failed job are assumed: none was found in public but that of the safety checks. */
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

/** The line of a step, in the words of the service's page on RFT. */
function stepEvent({ step, finishedAt, train, valid }: StepRecord, totalSteps: number): EventRecord {
  const parts = [
    `Step ${step}/${totalSteps} `,
    ` train mean reward=${train.meanReward.toFixed(2)}`,
    ...(valid ? [` full validation mean reward=${valid.meanReward.toFixed(2)}`] : []),
    ...(valid ? [` full validation mean parse error=${(valid.parseErrorMean ?? 0).toFixed(2)}`] : []),
  ];
  return { at: finishedAt, level: "info", message: parts.join(","), step };
}

/** What a job says of graders that are not run. */
function judgeNotice(at: number, { rater }: Task): EventRecord[] {
  if (rater.judged.length === 0) return [];
  const message = `Simulated judge: ${rater.judged.join(", ")} cannot run in the emulator; answers are paid by their kind.`;
  return [{ at, level: "warning", message }];
}

/** Keeps the data of the jobs that run. */
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

/** The first fault of the data in words; undefined where the service can train on it. */
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

/** A job whose data is read, at the start of its first step. */
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

/** A job with the step in hand done. */
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

/** What becomes of a job after its last finished step: it goes on, pauses, fails to order, or has succeeded. */
function endStep(job: JobRecord, at: number, rules: RuleSet): JobRecord {
  const { totalSteps } = job;
  const step = job.steps.length;
  if (step === Math.ceil(totalSteps / 2)) {
    const halfway = failureAt(job, "half of the steps");
    if (halfway) return fail(job, at, halfway);
  }
  if (step < totalSteps) {
    return reachesLimit(job, rules) ? pauseAtLimit(job, at) : { ...job, nextAt: at + nextStepSeconds(job) };
  }
  const last = failureAt(job, "the last step");
  return last ? fail(job, at, last) : succeed(job, at);
}

/** A fault ends the one job that has it: thrown on, it would be the answer to every request from then on. */
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

/** Makes a trainer; it keeps the data of the jobs that run. */
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

/** The file that a job's results stand in, from its first step on; its id follows from the job's. */
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

import type { JsonObject, JsonValue } from "#json/json-value.js";
import { type PublishedPause, findPause } from "#rules/find-pause.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import type { CreateJobRequest } from "#service/api.js";
import { fingerprintJob, fingerprintKey } from "#job/spec/job-fingerprint.js";
import type { DataRole } from "#dataset/read/source.js";
import { type FileFacts, type JobDataFile, type JobSpec, type PlanFacts, dataFiles } from "#job/spec/spec.js";
import type { Spread } from "#job/estimate/spread.js";

/** What submitting would do. Nothing happens before a plan is carried out. */
export interface Plan {
  model: string;
  /** Each with its path if it will be uploaded, or its id if the service already holds it. */
  files: ({ role: DataRole; path?: string; id?: string } & Partial<
    Pick<FileFacts, "bytes" | "examples" | "sha256">
  >)[];
  /** Training steps, if epochs and batch size are set and the rows are known. */
  steps?: number;
  /** Estimated dollars; absent if a price or the number of rows is not known. */
  dollars?: Spread;
  /** What is published of the service's own pause for this model. */
  pause: PublishedPause;
  /** Dollars at which the service pauses the job by itself; absent unless that is published for the model. */
  spendingPause?: number;
  /** Identifies this job at the endpoint; absent if the endpoint or a file's content is not known. */
  fingerprint?: string;
  /** The exact body of the create request; `<path>` stands in for a file's id until the upload. */
  request: CreateJobRequest;
}

function planFiles(spec: JobSpec, facts: PlanFacts): Plan["files"] {
  return dataFiles(spec).map((file) => {
    if (file.kind === "id") return { role: file.role, id: file.id };
    const { role, path } = file;
    const known = facts[role];
    if (!known) return { role, path };
    const { bytes, examples, sha256 } = known;
    return { role, path, bytes, examples, sha256 };
  });
}

/** What stands in for a file in the request until it is uploaded. */
function placeholder(file: JobDataFile): string {
  return file.kind === "id" ? file.id : `<${file.path}>`;
}

/** Drops undefined values: JSON has only absent keys. */
function present(entries: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

/** The body of the create request: every key of the job file but ours (`watch`, `prices`), nothing added. */
function buildRequest(spec: JobSpec): CreateJobRequest {
  const { file } = spec;
  const { hyperparameters, tools, max_episode_steps: maxEpisodeSteps } = file.method.reinforcement;
  const reinforcement = present({
    grader: spec.grader.value,
    response_format: spec.responseFormat,
    hyperparameters: hyperparameters && present({ ...hyperparameters }),
    tools,
    max_episode_steps: maxEpisodeSteps,
  });
  return {
    model: file.model,
    training_file: placeholder(spec.training),
    ...(spec.validation && { validation_file: placeholder(spec.validation) }),
    method: { type: "reinforcement", reinforcement },
    ...present({
      suffix: file.suffix,
      seed: file.seed,
      trainingType: file.trainingType,
      hyperparameters: file.hyperparameters,
      integrations: file.integrations,
      inference_configs: file.inference_configs,
    }),
  };
}

function fingerprintOf(
  files: Plan["files"],
  request: CreateJobRequest,
  endpoint: string | undefined,
): string | undefined {
  const contents = files.map(({ id, sha256 }) => id ?? (sha256 && `sha256:${sha256}`));
  const [training, validation] = contents;
  if (endpoint === undefined || training === undefined || contents.includes(undefined)) return undefined;
  return fingerprintJob({ endpoint, training, validation, request });
}

/** The job's own metadata plus the fingerprint, if the service has room for one more pair. */
function metadataOf({ file }: JobSpec, fingerprint: string | undefined, rules: RuleSet): JsonObject {
  const own = file.metadata ?? {};
  if (Object.keys(own).length >= rules.metadata.value.pairs) return own;
  return { ...own, [fingerprintKey]: fingerprint ?? "<fingerprint>" };
}

function countSteps(spec: JobSpec, training: FileFacts | undefined): number | undefined {
  const { n_epochs: epochs, batch_size: batch } = spec.file.method.reinforcement.hyperparameters ?? {};
  if (!training || typeof epochs !== "number" || typeof batch !== "number" || batch <= 0) return undefined;
  return Math.ceil(training.examples / batch) * epochs;
}

/**
 * Plans what submitting a job would do. Pure: the same job and facts give the same plan.
 * @param rules defaults to the newest ones
 * @param endpoint the resource or project to run in; without it the plan has no fingerprint
 */
export function planJob(
  spec: JobSpec,
  facts: PlanFacts = {},
  rules: RuleSet = newestRules,
  endpoint?: string,
): Plan {
  const steps = countSteps(spec, facts.training);
  const request = buildRequest(spec);
  const files = planFiles(spec, facts);
  const fingerprint = fingerprintOf(files, request, endpoint);
  const pause = findPause(rules, spec.file.model);
  return {
    model: spec.file.model,
    files,
    ...(steps !== undefined && { steps }),
    pause,
    ...(pause.dollars !== undefined && { spendingPause: pause.dollars }),
    ...(fingerprint !== undefined && { fingerprint }),
    request: { ...request, metadata: metadataOf(spec, fingerprint, rules) },
  };
}

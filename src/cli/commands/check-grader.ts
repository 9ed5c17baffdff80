import { resolve } from "node:path";
import { type DataFile, findDataFiles } from "../../dataset/source.js";
import { readDocument } from "../../document/read-document.js";
import { RftError } from "../../errors.js";
import { type Finding, summarizeFindings } from "../../finding.js";
import { type CheckGraderRequest, type CheckGraderResult, checkGrader } from "../../grader/check-grader.js";
import { readGraderRows } from "../../grader/read-grader-rows.js";
import { type LoadedGrader, readGrader } from "../../grader/read-grader.js";
import { readSamples } from "../../grader/read-samples.js";
import type { JsonValue } from "../../json.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportGraderCheck } from "../../report/report-grader-check.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";

interface Options {
  job?: string;
  data?: string[];
  responseFormat?: string;
  samples?: string;
  gold?: string;
  remote?: boolean;
  /** False with --no-attacks. */
  attacks: boolean;
  strict?: boolean;
}

interface Subject {
  grader: LoadedGrader;
  files: DataFile[];
  responseFormat: JsonValue | undefined;
}

/** What a job file says of these; its parser is loaded only if there is one. */
async function readJob(path: string | undefined, cwd: string): Promise<Partial<Subject>> {
  if (path === undefined) return {};
  const { graderOfJob, localDataFiles, readUsableJob } = await import("../../job/usable-job.js");
  const job = await readUsableJob(path, cwd);
  return {
    grader: graderOfJob(job),
    files: localDataFiles(job.spec),
    responseFormat: job.spec.responseFormat,
  };
}

/** The grader, the rows and the response format, from the argument, the flags and the job file. */
async function findSubject({ cwd }: Context, path: string | undefined, options: Options): Promise<Subject> {
  const ofJob = await readJob(options.job, cwd);
  const grader = path === undefined ? ofJob.grader : await readGrader(path, cwd);
  if (!grader) {
    throw new RftError("usage", "no grader to check", {
      hint: "Name one (rft check-grader grader.json --data train.jsonl), or --job job.yaml.",
    });
  }
  const files = await findDataFiles(options.data ?? [], { cwd });
  const format = options.responseFormat;
  const responseFormat =
    format === undefined ? ofJob.responseFormat : (await readDocument(format, resolve(cwd, format))).value;
  return { grader, files: files.length === 0 ? (ofJob.files ?? []) : files, responseFormat };
}

function openRows(context: Context, files: readonly DataFile[]) {
  const stdin = files.some((file) => file.stdin === true) ? context.openStdin() : undefined;
  return readGraderRows(files, context.signal, stdin);
}

async function openSamples(context: Context, path: string | undefined) {
  const [file] = path === undefined ? [] : await findDataFiles([path], { cwd: context.cwd });
  if (!file) return undefined;
  const { signal } = context;
  return readSamples(file, { signal, ...(file.stdin === true && { stdin: context.openStdin() }) });
}

/** What to check, with the streams and the service that the flags ask for. */
async function openRequest(
  context: Context,
  subject: Subject,
  options: Options,
): Promise<CheckGraderRequest> {
  const { grader, files, responseFormat } = subject;
  const { attacks, gold } = options;
  const { rules, signal } = context;
  const samples = await openSamples(context, options.samples);
  return {
    value: grader.value,
    rules,
    attacks,
    signal,
    ...(files.length > 0 && { rows: openRows(context, files) }),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(gold !== undefined && { gold }),
    ...(samples && { samples }),
    ...(options.remote === true && { service: await context.openApi() }),
  };
}

/** What Python says of the sources of python graders, none of which is run; loaded only where there is one. */
async function sourceFindings(
  { env, rules }: Context,
  { grader }: Subject,
  check: CheckGraderResult,
): Promise<Finding[]> {
  const isJudged = check.findings.some(({ pointer }) => pointer?.endsWith("/source"));
  if (isJudged || !check.static.includes("python")) return [];
  const [{ parseGrader }, { pythonFindings }] = await Promise.all([
    import("../../grader/parse-grader.js"),
    import("../../grader/python-findings.js"),
  ]);
  const config = parseGrader(grader.value, rules).grader;
  return config ? pythonFindings(config, env) : [];
}

/** What a person should know of what was not done. */
function hintAtGaps(
  context: Context,
  { rows, samples }: CheckGraderRequest,
  result: CheckGraderResult,
): void {
  if (samples && !result.samples && result.grader) {
    const why = result.static.length > 0 ? `${result.static.join(", ")} cannot run here` : "there are none";
    context.hint(`No samples were scored: ${why}.`);
  }
  if (!rows) context.hint("Checked without rows: give --data train.jsonl to prove it against them.");
}

/** `rft check-grader [grader]` */
export const run = defineCommand<[string | undefined], Options>(
  "check-grader",
  async (context, [path], options) => {
    const subject = await findSubject(context, path, options);
    const request = await openRequest(context, subject, options);
    const check = await checkGrader(request);
    const ofSources = await sourceFindings(context, subject, check);
    const findings = [...ofSources, ...check.findings].map((finding) => subject.grader.place(finding));
    const ok =
      check.ok &&
      ofSources.length === 0 &&
      !(options.strict === true && summarizeFindings(findings).warnings > 0);
    const result = { ...check, findings, ok };
    context.stdout.write(
      context.json ? jsonDocument("check-grader", result) : reportGraderCheck(result, context.style),
    );
    hintAtGaps(context, request, result);
    return ok ? ExitCode.ok : ExitCode.no;
  },
);

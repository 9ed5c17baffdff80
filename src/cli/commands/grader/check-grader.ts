import { RftError } from "#errors.js";
import { type Finding, summarizeFindings } from "#finding.js";
import { type CheckGraderRequest, type CheckGraderResult, checkGrader } from "#grader/proof/check-grader.js";
import type { RowDraws } from "#job/estimate/draw-rows.js";
import type { Waste } from "#job/estimate/waste.js";
import { readProofRows } from "#grader/proof/read-grader-rows.js";
import type { LazySamples } from "./sample-deployment.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import type { LoadedGrader } from "#grader/parse/read-grader.js";
import { placedGraders } from "#grader/parse/placed-graders.js";
import { jsonDocument } from "#report/text/json-document.js";
import { type PrintedGraderCheck, reportGraderCheck } from "#report/grader/report-grader-check.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { openCheckEngines } from "./check-engines.js";
import { openSamples } from "./check-samples.js";
import { type GraderSubject, findGraderSubject } from "#cli/subject/grader-subject.js";

type Options = OptionsOf<"check-grader">;

/** What to check, with the rows, the samples and the service that the flags ask for. */
async function openRequest(
  context: Context,
  { grader, files, responseFormat }: GraderSubject,
  { attacks, gold, remote, lines, draws }: Options & Partial<LazySamples> & { draws: RowDraws | undefined },
): Promise<CheckGraderRequest> {
  const { rules, signal } = context;
  const stdin = files.some((file) => file.stdin === true) ? context.openStdin() : undefined;
  return {
    grader,
    rules,
    attacks,
    signal,
    ...(files.length > 0 && { rows: readProofRows(draws?.add, files, signal, stdin) }),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(gold !== undefined && { gold }),
    ...(lines && { samples: lines }),
    ...(remote === true && { service: await context.openApi() }),
  };
}

/** What Python says about the sources of python graders, without running them; loaded only if there are any. */
async function sourceFindings({ env }: Context, { grader }: GraderSubject): Promise<Finding[]> {
  const { config, findings } = grader;
  const isJudged = findings.some(({ pointer }) => pointer?.endsWith("/source"));
  if (!config || isJudged || !typesIn(config).includes("python")) return [];
  const { pythonFindings } = await import("#grader/parse/python-findings.js");
  return pythonFindings(config, env);
}

/** The types of a grader and its sub-graders. */
function typesIn(config: GraderConfig): string[] {
  return placedGraders(config).map((placed) => placed.config.type);
}

/** Judges that are retired or soon will be: a warning only, as no job is to be created here. */
async function retirementFindings({ rules, now }: Context, { config }: LoadedGrader): Promise<Finding[]> {
  if (!config || !typesIn(config).some((type) => type === "score_model" || type === "label_model")) return [];
  const { judgeRetirementFindings } = await import("#job/retirement/judge-retirement.js");
  const findings = judgeRetirementFindings(config, rules, { today: now() });
  for (const finding of findings) finding.severity = "warning";
  return findings;
}

/** Tells the person what was not checked. */
function hintAtGaps(context: Context, request: CheckGraderRequest, result: CheckGraderResult): void {
  if (request.samples && !result.samples && result.grader) {
    context.hint(`No samples were scored: ${result.static.join(", ")} cannot run here.`);
  }
  const allow = { python: "--allow-python", score_model: "--judge <deployment>" };
  for (const [type, flag] of Object.entries(allow)) {
    if (result.static.includes(type) && !request.service) context.hint(`A ${type} grader runs with ${flag}.`);
  }
  if (!request.rows) context.hint("Checked without rows: give --data train.jsonl to prove it against them.");
}

/** Checks, and adds what the judge used. */
async function check(
  context: Context,
  subject: GraderSubject,
  { request, options }: { request: CheckGraderRequest; options: Options },
): Promise<PrintedGraderCheck> {
  const ofSources = await sourceFindings(context, subject);
  const { config } = subject.grader;
  const types = config && ofSources.length === 0 ? typesIn(config) : [];
  const engines = config && (await openCheckEngines(context, types, options));
  try {
    const result = await checkGrader({ ...request, ...(engines && { engines }) });
    const ofJudges = await retirementFindings(context, subject.grader);
    const findings = [...ofSources, ...ofJudges, ...result.findings].map((finding) =>
      subject.grader.place(finding),
    );
    const { errors, warnings } = summarizeFindings(findings);
    const ok = errors === 0 && !(options.strict === true && warnings > 0);
    const judge = engines?.spend();
    return { ...result, findings, ok, ...(judge && { judge }) };
  } finally {
    await engines?.close();
  }
}

/** The cost of prompts whose answers all got the same score; its code is loaded only if there are any. */
async function findWaste(
  { rules, signal }: Context,
  { samples }: CheckGraderResult,
  { spec, draws }: GraderSubject & { draws: RowDraws | undefined },
): Promise<Waste | undefined> {
  // One answer per prompt says nothing about how answers differ.
  if (!spec || !draws || !samples || samples.n <= samples.prompts || samples.allEqual === 0) return undefined;
  const [{ priceOfJob }, { wasteOf }] = await Promise.all([
    import("#job/estimate/price-of-job.js"),
    import("#job/estimate/waste.js"),
  ]);
  const { prompts, allEqual } = samples;
  const dollars = await priceOfJob(spec, { rules, facts: draws.facts(spec), signal });
  return wasteOf({ rows: Math.round(allEqual * prompts), of: prompts }, dollars);
}

/** Said after Ctrl-C if a deployment was being asked. */
const kept = "interrupted; the answers so far are kept, and the same command goes on from them";

/** `rft check-grader [grader]` */
export const run = defineCommand("check-grader", async (context, [path], options) => {
  const subject = await findGraderSubject(context, path, options);
  const samples = await openSamples(context, subject, options);
  // Only answers of a job's rows have a price.
  const isPriced = subject.spec !== undefined && samples.lines !== undefined;
  const draws = isPriced ? (await import("#job/estimate/draw-rows.js")).drawRows() : undefined;
  const request = await openRequest(context, subject, { ...options, ...samples, draws });
  try {
    const checked = await check(context, subject, { request, options });
    const sampling = samples.report?.();
    const waste = await findWaste(context, checked, { ...subject, draws });
    const result = { ...checked, ...(sampling && { sampling }), ...(waste && { waste }) };
    context.stdout.write(
      context.json ? jsonDocument("check-grader", result) : reportGraderCheck(result, context.style),
    );
    hintAtGaps(context, request, result);
    return result.ok ? ExitCode.ok : ExitCode.no;
  } catch (error) {
    const isPaid = options.model !== undefined || options.judge !== undefined;
    throw context.signal.aborted && isPaid ? new RftError("interrupted", kept, { cause: error }) : error;
  }
});

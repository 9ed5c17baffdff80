import { RftError } from "#errors.js";
import type { Finding } from "#finding.js";
import { type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type AnswerScoring, type CheckEngines, answerScoring } from "#grader/attack/score-answers.js";
import type { AttackResult } from "#grader/attack/attack.js";
import { type CompiledGrader, compileConfig } from "#grader/score/compile-grader.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import type { LoadedGrader } from "#grader/parse/read-grader.js";
import { type GoldResult, goldText } from "./prove-gold.js";
import type { RemoteGraders, RemoteProbe, RemoteProof } from "./prove-remote.js";
import { type AnsweredRows, type RowProof, startRowProof } from "./prove-rows.js";
import type { SampleResult } from "#grader/signal/sample-result.js";
import type { SampleLine } from "#grader/samples/read-samples.js";
import { loadResources } from "#grader/text-similarity/resources.js";
import { sampleRows } from "#dataset/sampling/row-sample.js";
import { hasJsonFormat, schemaOf } from "#grader/parse/response-schema.js";
import { outputPathFindings, withoutFormatFinding } from "#grader/parse/output-path-findings.js";
import { staticFindings } from "#grader/parse/static-findings.js";
import {
  type Template,
  TemplateError,
  type TemplateScope,
  compileTemplate,
} from "#grader/language/template.js";
import type { GraderRow } from "./unresolved-references.js";

/** What to check. */
export interface CheckGraderRequest {
  grader: LoadedGrader;
  rules: RuleSet;
  /** The rows the grader will score, streamed; at most 1,000 are kept. */
  rows?: AsyncIterable<GraderRow>;
  /** The job's response_format, nested or flat. */
  responseFormat?: JsonValue;
  /** Whether to try the attacks; defaults to true. */
  attacks?: boolean;
  /** The right answer as a template over the item; by default built from the grader's comparisons. */
  gold?: string;
  /** Saved answers to score, as `readSamples` reads them. */
  samples?: AsyncIterable<SampleLine[]>;
  /** What runs score_model and python graders; without it they are only checked. */
  engines?: CheckEngines;
  /** If given, the service is asked too. */
  service?: RemoteGraders;
  signal?: AbortSignal;
}

/** What `rft check-grader --json` prints, without `version` and `command`. */
export interface CheckGraderResult {
  /** True if no finding is an error. */
  ok: boolean;
  /** Absent if the grader could not be read. */
  grader?: { name: string; type: GraderConfig["type"]; references: string[] };
  /** Findings about the grader carry a pointer into it; findings about a row carry its file and line. */
  findings: Finding[];
  /** Absent without rows or if no answer can be built; only the service gives it for a grader that cannot run here. */
  gold?: GoldResult;
  attacks?: AttackResult[];
  /** Present if a judge or a program answered: how many rows were tried, out of how many. */
  answered?: AnsweredRows;
  /** Absent without samples, or if the grader cannot run here. */
  samples?: SampleResult;
  /** Grader types that ran here. */
  executed: readonly string[];
  /** Grader types and metrics that were only checked. */
  static: readonly string[];
}

/**
 * Proves a grader before money is spent: its own text, then every row of the data, the answer that should earn full
 * marks, and answers that should earn nothing.
 * @throws RftError `usage` if the gold template cannot be read, or no row fills it; whatever `rows`, `samples` and
 * `service` throw; the signal's reason if it is aborted.
 */
export async function checkGrader(request: CheckGraderRequest): Promise<CheckGraderResult> {
  const { findings: known } = request.grader;
  const grader = await compileReadable(request.grader);
  if (!grader) return { ok: false, findings: [...known], executed: [], static: [] };
  const scoring = await answerScoring(grader, request.engines);
  const proof = await proveOnRows(grader, request, scoring);
  const samples = await proveOnSamples(grader, request, scoring);
  const remote = await proveAtService(grader, request, proof.probes);
  const { gold = remote.gold, attacks = remote.attacks } = proof;
  const findings = [
    ...known,
    ...staticFindings(grader.config),
    ...formatFindings(grader, request.responseFormat, proof.everyRowHasFormat),
    ...proof.findings,
    ...(samples?.findings ?? []),
    ...remote.findings,
  ];
  return {
    ok: findings.every(({ severity }) => severity !== "error"),
    grader: {
      name: grader.name,
      type: grader.type,
      references: grader.references.map(({ text }) => text),
    },
    findings,
    ...(gold && { gold }),
    ...(attacks && { attacks }),
    ...(proof.answered && { answered: proof.answered }),
    ...(samples && { samples: samples.report }),
    executed: scoring.executed,
    static: scoring.static,
  };
}

/** Compiles the grader if its templates and formula can be read, whatever else is wrong with it. */
async function compileReadable({ config, findings }: LoadedGrader): Promise<CompiledGrader | undefined> {
  const isUnreadable = findings.some(
    ({ code }) => code === "template-syntax" || code.startsWith("expression-"),
  );
  return config && !isUnreadable ? compileConfig(config, await loadResources(config)) : undefined;
}

/** Mismatches between the grader and the form of the answers. */
function formatFindings(
  { config }: CompiledGrader,
  responseFormat: JsonValue | undefined,
  everyRowHasFormat: boolean,
): Finding[] {
  const schema = schemaOf(responseFormat);
  if (schema) return outputPathFindings(config, schema);
  const missing =
    everyRowHasFormat || hasJsonFormat(responseFormat) ? undefined : withoutFormatFinding(config);
  return missing ? [missing] : [];
}

/** The proof on the rows, and the rows to try at the service. */
type LocalProof = RowProof & { probes: RemoteProbe[] };

/** How many rows the service is asked about. */
const probedRows = 5;

async function proveOnRows(
  grader: CompiledGrader,
  request: CheckGraderRequest,
  scoring: AnswerScoring,
): Promise<LocalProof> {
  const { rows, responseFormat, attacks = true, signal } = request;
  if (!rows) return { findings: [], everyRowHasFormat: false, probes: [] };
  const gold = request.gold === undefined ? undefined : compileGold(request.gold);
  const found = gold && findingRows(gold);
  const proof = startRowProof(grader, { responseFormat, attacks, gold, scoring });
  const probed = sampleRows<GraderRow>(probedRows);
  for await (const row of rows) {
    signal?.throwIfAborted();
    proof.add(row);
    found?.add(row);
    if (request.service) probed.add(row);
  }
  found?.finish();
  const probes = probed
    .shuffled()
    .map((row) => ({ row, gold: goldText(grader, row, { responseFormat, template: gold }) }));
  return { ...(await proof.finish()), probes };
}

function compileGold(text: string): Template {
  const hint = "Write the right answer as it stands in a row, such as {{item.answer}}.";
  try {
    const template = compileTemplate(text);
    const stranger = template.references.find(({ namespace }) => namespace === "sample");
    const open = template.parts.find((part) => typeof part === "string" && part.includes("{{"));
    if (open !== undefined) throw new TemplateError(`"{{" is not closed in ${JSON.stringify(open)}`, 0);
    if (!stranger) return template;
    throw new RftError("usage", `the gold template reads {{${stranger.text}}}, the answer itself`, { hint });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new RftError("usage", `the gold template cannot be read: ${error.message}`, { hint });
  }
}

/** The first reference in a template that leads nowhere, if any. */
function lostReference(template: Template, scope: TemplateScope): string | undefined {
  const filled = template.fill(scope);
  return typeof filled === "string" ? undefined : filled.text;
}

/** Checks that at least one row fills the gold template. */
function findingRows(gold: Template) {
  let isFound = false;
  let fields: string[] | undefined;
  let lost = "";
  return {
    add({ item }: GraderRow): void {
      if (isFound) return;
      fields ??= Object.keys(item).filter((name) => name !== "messages");
      const missing = lostReference(gold, { item, sample: { output_text: "" } });
      if (missing === undefined) isFound = true;
      else lost = missing;
    },
    finish(): void {
      if (isFound || !fields) return;
      throw new RftError("usage", `the gold template's {{${lost}}} is found in no row`, {
        hint: `The rows' fields are ${fields.join(", ") || "none"}.`,
      });
    },
  };
}

async function proveOnSamples(
  grader: CompiledGrader,
  { samples, rules, signal }: CheckGraderRequest,
  scoring: AnswerScoring,
) {
  if (!samples || scoring.static.length > 0) return undefined;
  const { proveSamples } = await import("./prove-samples.js");
  return proveSamples(grader, samples, { rules, signal, scoring });
}

async function proveAtService(
  grader: CompiledGrader,
  { service, grader: { value } }: CheckGraderRequest,
  probes: readonly RemoteProbe[],
): Promise<RemoteProof> {
  if (!service || !isJsonObject(value)) return { findings: [] };
  const { proveRemote } = await import("./prove-remote.js");
  return proveRemote(grader, service, { value, probes });
}

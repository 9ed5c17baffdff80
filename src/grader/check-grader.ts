import type { Finding } from "../finding.js";
import type { JsonValue } from "../json.js";
import type { RuleSet } from "../rules/rule-set.js";
import type { AttackReport } from "./attack.js";
import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import type { GraderConfig } from "./config.js";
import { type ParsedGrader, parseGrader } from "./parse-grader.js";
import type { GoldReport } from "./prove-gold.js";
import { type RowProof, startRowProof } from "./prove-rows.js";
import { loadResources } from "./resources.js";
import { hasJsonFormat, schemaOf } from "./response-schema.js";
import { schemaFindings, withoutFormatFinding } from "./schema-findings.js";
import { staticFindings } from "./static-findings.js";
import { compileTemplate } from "./template.js";
import type { GraderRow } from "./unresolved-references.js";

/** What to check. */
export interface CheckGraderRequest {
  /** The grader as it was read. */
  value: JsonValue;
  rules: RuleSet;
  /** The rows that the grader will meet; they are streamed, and no more than 1,000 are kept. */
  rows?: AsyncIterable<GraderRow>;
  /** The job's response_format, nested or flat. */
  responseFormat?: JsonValue;
  /** Whether to try the attacks; true where absent. */
  attacks?: boolean;
  /** The right answer as a template over the item; built from the grader's comparisons where absent. */
  gold?: string;
  signal?: AbortSignal;
}

/** What `rft check-grader --json` prints, without `version` and `command`. */
export interface CheckGraderResult {
  /** No finding is an error. */
  ok: boolean;
  /** Absent where the grader could not be read. */
  grader?: { name: string; type: GraderConfig["type"]; references: string[] };
  /** Those about the grader bear a pointer into it, those about a row its file and line. */
  findings: Finding[];
  /** Absent without rows, where no answer can be built, and where the grader cannot run here. */
  gold?: GoldReport;
  attacks?: AttackReport[];
  /** Grader types that ran here. */
  executed: readonly string[];
  /** Grader types and metrics that were only checked. */
  static: readonly string[];
}

/**
 * Proves a grader before money is spent: its own text, then every row of the data, the answer that should earn full
 * marks, and answers that should earn nothing.
 * @throws what `rows` throws, and the signal's reason where it is aborted.
 */
export async function checkGrader(request: CheckGraderRequest): Promise<CheckGraderResult> {
  const parsed = parseGrader(request.value, request.rules);
  const grader = await compileReadable(parsed);
  if (!grader) return { ok: false, findings: parsed.findings, executed: [], static: [] };
  const proof = await proveOnRows(grader, request);
  const findings = [
    ...parsed.findings,
    ...staticFindings(grader.config),
    ...formatFindings(grader, request.responseFormat, proof.everyRowHasFormat),
    ...proof.findings,
  ];
  return {
    ok: findings.every(({ severity }) => severity !== "error"),
    grader: {
      name: grader.name,
      type: grader.type,
      references: grader.references.map(({ text }) => text),
    },
    findings,
    ...(proof.gold && { gold: proof.gold }),
    ...(proof.attacks && { attacks: proof.attacks }),
    executed: grader.executed,
    static: grader.static,
  };
}

/** A grader whose templates and formula can be read is proved on the rows, whatever else is wrong with it. */
async function compileReadable({ grader, findings }: ParsedGrader): Promise<CompiledGrader | undefined> {
  const isUnreadable = findings.some(
    ({ code }) => code === "template-syntax" || code.startsWith("expression-"),
  );
  return grader && !isUnreadable ? compileConfig(grader, await loadResources(grader)) : undefined;
}

/** What does not fit between the grader and the form that the answers will have. */
function formatFindings(
  { config }: CompiledGrader,
  responseFormat: JsonValue | undefined,
  everyRowHasFormat: boolean,
): Finding[] {
  const schema = schemaOf(responseFormat);
  if (schema) return schemaFindings(config, schema);
  const missing =
    everyRowHasFormat || hasJsonFormat(responseFormat) ? undefined : withoutFormatFinding(config);
  return missing ? [missing] : [];
}

async function proveOnRows(grader: CompiledGrader, request: CheckGraderRequest): Promise<RowProof> {
  const { rows, responseFormat, attacks = true, gold, signal } = request;
  if (!rows) return { findings: [], everyRowHasFormat: false };
  const template = gold === undefined ? undefined : compileTemplate(gold);
  const proof = startRowProof(grader, { responseFormat, attacks, gold: template });
  for await (const row of rows) {
    signal?.throwIfAborted();
    proof.add(row);
  }
  return proof.finish();
}

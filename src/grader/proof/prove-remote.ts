import { RftError } from "#errors.js";
import type { Finding } from "#finding.js";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import type { Attack, AttackResult } from "#grader/attack/attack.js";
import { judgeInstruction } from "#grader/attack/attack-battery.js";
import { type TriedAttack, attackFindings } from "#grader/attack/attack-findings.js";
import { collectCapped } from "./capped-findings.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import type { GoldResult } from "./prove-gold.js";
import { sampleFromText } from "#grader/language/sample.js";
import { scoreRange } from "#grader/parse/score-range.js";
import { createTally, shorten } from "#grader/attack/tally.js";
import type { GraderRow } from "./unresolved-references.js";

/** The service's own graders, as far as a check needs them. */
export interface RemoteGraders {
  /** @throws RftError `refused` with the service's words if it rejects the grader */
  validateGrader(grader: JsonValue): Promise<unknown>;
  runGrader(request: {
    grader: JsonObject;
    model_sample: string;
    item: JsonObject;
  }): Promise<{ reward: number }>;
}

/** A row to try at the service, with its right answer if known. */
export interface RemoteProbe {
  row: GraderRow;
  gold: string | undefined;
}

/** What the service said. */
export interface RemoteProof {
  findings: Finding[];
  /** Only for a grader that cannot run here: what the service gives the right answers. */
  gold?: GoldResult;
  /** Likewise: what it gives answers that should earn nothing. */
  attacks?: AttackResult[];
}

const tolerance = 1e-6;

/** An attack with the same answer for every row. */
type FixedAttack = Omit<Attack, "answer"> & { output: string };

const empty: FixedAttack = {
  name: "empty",
  kind: "content-free",
  description: "an empty answer",
  output: "",
};

/** For a judge only, since it may do what the answer tells it to. */
const instruction: FixedAttack = {
  name: "judge-instruction",
  kind: "content-free",
  description: "an instruction to the judge",
  output: judgeInstruction,
};

/**
 * Asks the service whether it accepts the grader, and how it scores a few rows: compared with our scores if the grader
 * runs here; if not, what right answers and one or two attacks earn. A judge's tokens cost money.
 */
export async function proveRemote(
  grader: CompiledGrader,
  service: RemoteGraders,
  { value, probes }: { value: JsonObject; probes: readonly RemoteProbe[] },
): Promise<RemoteProof> {
  const refusal = await validate(service, value);
  if (refusal) return { findings: [refusal] };
  const rate = async ({ item }: GraderRow, output: string) =>
    (await service.runGrader({ grader: value, model_sample: output, item })).reward;
  return grader.static.length === 0
    ? { findings: await compare(grader, probes, rate) }
    : tryThere(grader, probes, rate);
}

type Rate = (row: GraderRow, output: string) => Promise<number>;

async function validate(service: RemoteGraders, value: JsonObject): Promise<Finding | undefined> {
  try {
    await service.validateGrader(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof RftError) || error.code !== "refused") throw error;
    return {
      code: "remote-rejected",
      severity: "error",
      message: `the service does not take this grader: ${error.message}`,
      help: error.hint ?? "Correct what the service names, then check again.",
    };
  }
}

async function compare(
  grader: CompiledGrader,
  probes: readonly RemoteProbe[],
  rate: Rate,
): Promise<Finding[]> {
  const findings = collectCapped();
  for (const { row, gold } of probes) {
    for (const output of gold === undefined ? [""] : [gold, ""]) {
      const here = grader.score({ item: row.item, sample: sampleFromText(output) }).value ?? 0;
      const there = await rate(row, output);
      if (Math.abs(here - there) > tolerance) {
        findings.add("disagrees", () => disagrees(row, { output, here, there }));
      }
    }
  }
  return findings.list();
}

function disagrees(
  { file, line }: GraderRow,
  { output, here, there }: { output: string; here: number; there: number },
): Finding {
  return {
    code: "remote-disagrees",
    severity: "warning",
    message: `the service gives ${there} for ${JSON.stringify(shorten(output))}, and here it is ${here}`,
    help: "The service is right; what was proved here may not hold there. Please report the difference.",
    file,
    line,
  };
}

async function tryThere(
  grader: CompiledGrader,
  probes: readonly RemoteProbe[],
  rate: Rate,
): Promise<RemoteProof> {
  const range = scoreRange(grader.config);
  const golds = createTally();
  for (const { row, gold } of probes) {
    if (gold !== undefined) golds.add(await rate(row, gold), { line: row.line, output: gold });
  }
  const hasJudge = grader.static.includes("score_model");
  const tried: TriedAttack[] = [];
  for (const attack of hasJudge ? [empty, instruction] : [empty]) {
    const report = await tryAttack(attack, probes, rate);
    if (report) tried.push({ attack, report });
  }
  const gold = golds.n() > 0 ? golds.mean() : range.known ? range.max : undefined;
  const yardstick = { gold, empty: tried[0]?.report.mean ?? range.min, range };
  return {
    findings: attackFindings(tried, yardstick),
    ...(golds.n() > 0 && {
      gold: { n: golds.n(), mean: golds.mean(), min: golds.min(), ceiling: range.max },
    }),
    ...(tried.length > 0 && { attacks: tried.map(({ report }) => report) }),
  };
}

async function tryAttack(
  { name, kind, output }: FixedAttack,
  probes: readonly RemoteProbe[],
  rate: Rate,
): Promise<AttackResult | undefined> {
  const tally = createTally();
  for (const { row } of probes) tally.add(await rate(row, output), { line: row.line, output });
  const example = tally.best();
  return example && { name, kind, n: tally.n(), mean: tally.mean(), max: example.score, example };
}

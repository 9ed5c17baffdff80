import type { Finding } from "#finding.js";
import type { JsonObject } from "#json/json-value.js";
import type { Scorer } from "#grader/score/create-scorer.js";
import type { RemoteGraders } from "./prove-remote.js";
import type { SampleLine } from "#grader/samples/read-samples.js";
import { sourceSampleFromText } from "#grader/language/sample.js";

/** Rewards that differ by no more than this count as equal. */
const tolerance = 1e-6;

/**
 * Has the service score a sample and compares. The service gets the row as plain JSON and the answer's text, so the
 * same is scored here: the row's numbers as JavaScript writes them, and a sample made from its text alone.
 * @returns undefined if both agree, or if the line cannot be read
 */
export async function compareRemote(
  service: Pick<RemoteGraders, "runGrader">,
  { config, scorer }: { config: JsonObject; scorer: Scorer },
  { file, line, subject }: SampleLine,
): Promise<Finding | undefined> {
  if (!subject) return undefined;
  const { item, sample } = subject;
  const here = (await scorer.score({ item, ...sourceSampleFromText(sample.output_text) })).reward;
  const { reward: there } = await service.runGrader({
    grader: config,
    model_sample: sample.output_text,
    item,
  });
  if (here !== null && Math.abs(here - there) <= tolerance) return undefined;
  return {
    code: "remote-disagrees",
    severity: "warning",
    message:
      here === null
        ? `the service gives ${there}, and here the grader did not run`
        : `the service gives ${there}, and here it is ${here}`,
    help: "The service is right, but for a judge, whose answers vary. Please report any other difference.",
    file,
    line,
  };
}

/** What a comparison has found so far. */
export interface RemoteComparison {
  /** Compares a sample until enough are compared; skips lines that cannot be read. */
  add(sample: SampleLine): Promise<void>;
  readonly compared: number;
  readonly findings: readonly Finding[];
}

/** Compares the first `wanted` samples with the service. */
export function startComparison(
  service: Pick<RemoteGraders, "runGrader">,
  grader: { config: JsonObject; scorer: Scorer },
  wanted: number,
): RemoteComparison {
  const findings: Finding[] = [];
  let compared = 0;
  return {
    findings,
    get compared() {
      return compared;
    },
    async add(sample) {
      if (!sample.subject || compared >= wanted) return;
      compared++;
      const finding = await compareRemote(service, grader, sample);
      if (finding) findings.push(finding);
    },
  };
}

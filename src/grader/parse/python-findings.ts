import type { Finding } from "#finding.js";
import { type JsonObject, isJsonObject, jsonPointer } from "#json/json-value.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { inspectPython } from "#grader/python/python-process.js";

/**
 * What Python itself finds wrong with a grader's sources, without running them: whether they compile, and define a
 * `grade` that takes sample and item. Empty if there is no python3: `parseGrader` has then checked all we can.
 * @param env read for PATH, to find `python3`
 */
export async function pythonFindings(
  grader: GraderConfig,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const parts =
    grader.type === "multi"
      ? Object.entries(grader.graders).map(([key, part]) => ({ part, path: ["graders", key, "source"] }))
      : [{ part: grader, path: ["source"] }];
  const findings: Finding[] = [];
  for (const { part, path } of parts) {
    if (part.type !== "python") continue;
    const inspected = await inspectPython(part.source, env);
    const fault = isJsonObject(inspected) ? describeFault(inspected) : undefined;
    if (fault)
      findings.push({ code: "grader-invalid", severity: "error", ...fault, pointer: jsonPointer(path) });
  }
  return findings;
}

const signature = "def grade(sample, item)";

function describeFault(inspected: JsonObject): Pick<Finding, "message" | "help"> | undefined {
  const { broken, defined, asynchronous, callable, line, version } = inspected;
  const names = argumentNames(inspected);
  if (typeof broken === "string") {
    const reader = typeof version === "string" ? `Python ${version}` : "Python";
    return {
      message: `source does not compile: ${broken}${typeof line === "number" ? `, line ${line}` : ""}`,
      help: `Correct it. It was read by ${reader}.`,
    };
  }
  if (defined === false) {
    return {
      message: "source defines no function grade",
      help: `Define ${signature} and return a number from it.`,
    };
  }
  if (asynchronous === true) {
    return {
      message: "grade is asynchronous, and what it returns is no number",
      help: `Define it as ${signature}, without async.`,
    };
  }
  if (callable === false) {
    return {
      message: `grade takes (${names.join(", ")}), and is called with a sample and an item`,
      help: `Define it as ${signature}.`,
    };
  }
  if (names[0] === "item" && names[1] === "sample") {
    return {
      message: "grade takes (item, sample), and is called with the sample first",
      help: `Define it as ${signature}: in this order.`,
    };
  }
  return undefined;
}

function argumentNames({ arguments: names }: JsonObject): string[] {
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

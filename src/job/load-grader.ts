import { resolve } from "node:path";
import type { ConfigDocument } from "../document/config-document.js";
import { placeFinding } from "../document/place-finding.js";
import { readDocument } from "../document/read-document.js";
import { RftError } from "../errors.js";
import type { Finding } from "../finding.js";
import type { JsonValue } from "../json.js";
import { type LoadedJob, loadJob } from "./read-spec.js";
import type { JobSpec } from "./spec.js";

/** A job that was read whole. */
export type UsableJob = LoadedJob & { spec: JobSpec };

/** A grader read from its own file or from a job file. */
export interface LoadedGrader {
  value: JsonValue;
  /** Gives a finding about the grader its file, line and column. */
  place(finding: Finding): Finding;
}

/** The grader of a job, with places in its own file, or in the job file under the grader's key. */
export function graderOfJob({ spec, document, graderDocument }: UsableJob): LoadedGrader {
  const place = (finding: Finding) => {
    if (graderDocument) return placeFinding(finding, graderDocument);
    if (!document) return finding;
    return placeFinding(
      { ...finding, pointer: `/method/reinforcement/grader${finding.pointer ?? ""}` },
      document,
    );
  };
  return { value: spec.grader, place };
}

/** A grader from a file of its own. */
export async function readGrader(path: string, cwd: string): Promise<LoadedGrader> {
  const document: ConfigDocument = await readDocument(path, resolve(cwd, path));
  return { value: document.value, place: (finding) => placeFinding(finding, document) };
}

/**
 * A job file that must be usable.
 * @throws RftError `input` with the first thing wrong in it
 */
export async function readUsableJob(path: string, cwd: string): Promise<UsableJob> {
  const job = await loadJob(path, cwd);
  const { spec } = job;
  if (spec) return { ...job, spec };
  const [first] = job.findings;
  const place = [path, first?.line, first?.column].filter((part) => part !== undefined).join(":");
  throw new RftError("input", `${place}: ${first?.message ?? "not a job file"}`, { hint: first?.help ?? "" });
}

import type { DataFile } from "#dataset/read/source.js";
import { sampleRows } from "#dataset/sampling/row-sample.js";
import type { FileResult } from "#dataset/validate/validate.js";
import type { JsonObject } from "#json/json-value.js";
import { type FileFacts, type JobSpec, type PlanFacts, dataFiles } from "#job/spec/spec.js";

/** A sample of rows from files read for another purpose, so that an estimate need not read them again. */
export interface RowDraws {
  readonly add: (file: DataFile, item: JsonObject) => void;
  /** What is known of a job's files once they have been read to the end: the sample and their reports. */
  readonly facts: (spec: JobSpec, reports?: readonly FileResult[]) => PlanFacts;
}

/** Rows whose prompts are counted; from a larger file, a random sample of this size, the same one each time. */
const countedRows = 1000;

/** A uniform sample of one file's rows. */
export function startDraw() {
  const sample = sampleRows<JsonObject>(countedRows);
  let examples = 0;
  return {
    add(item: JsonObject): void {
      examples++;
      sample.add(item);
    },
    facts: (): FileFacts => ({ examples, drawn: sample.shuffled() }),
  };
}

export function drawRows(): RowDraws {
  const draws = new Map<DataFile, ReturnType<typeof startDraw>>();
  return {
    add(file, item) {
      const draw = draws.get(file) ?? startDraw();
      draws.set(file, draw);
      draw.add(item);
    },
    facts(spec, reports = []) {
      const facts: PlanFacts = {};
      for (const file of dataFiles(spec)) {
        if (file.kind === "id") continue;
        const [, draw] = [...draws].find(([{ path }]) => path === file.path) ?? [];
        const report = reports.find(({ path, role }) => path === file.path && role === file.role);
        const known = draw ? { ...draw.facts(), ...report } : report;
        if (known) facts[file.role] = known;
      }
      return facts;
    },
  };
}

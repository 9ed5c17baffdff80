import type { DataFile } from "#dataset/read/source.js";
import { sampleRows } from "#dataset/sampling/row-sample.js";
import type { FileResult } from "#dataset/validate/validate.js";
import type { JsonObject } from "#json/json-value.js";
import { type FileFacts, type JobSpec, type PlanFacts, dataFiles } from "#job/spec/spec.js";

/** Rows drawn of files that are read for something else, so that an estimate need not read them again. */
export interface RowDraws {
  readonly add: (file: DataFile, item: JsonObject) => void;
  /** What is known of a job's files once they have been read to the end: what was drawn, and what their reports say. */
  readonly facts: (spec: JobSpec, reports?: readonly FileResult[]) => PlanFacts;
}

/** Rows whose prompts are counted; of a larger file this many, drawn by chance, the same ones each time. */
const countedRows = 1000;

/** A fair draw of the rows of one file. */
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

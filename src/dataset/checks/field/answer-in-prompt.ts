import { jsonPointer } from "#json/json-value.js";
import type { FileCheck } from "#dataset/checks/contract/check.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { messageTexts } from "#dataset/row/message.js";
import { type SpreadSample, createSpreadSample } from "#dataset/sampling/spread-sample.js";

/** References up to this many characters (a digit, yes, no) appear in a text by chance. */
const shortReference = 3;

/** Rows compared with each other, and the characters kept of their prompts. */
const rowsCompared = 64;
const promptKept = 16 * 1024;

/** The reference and prompt of a row, both as text or both as byte text. */
interface Pair {
  reference: string;
  prompt: string;
}

/** What was seen of one reference field. */
interface Sightings {
  pointer: string;
  rows: number;
  inPrompt: number;
  firstLine: number;
  sample: SpreadSample<Pair>;
}

/** Checks that prompts do not contain the answer: a model that copies it learns nothing. */
export const answerInPromptCheck: FileCheck = {
  codes: ["answer-in-prompt"],
  onlyFirst: true,
  start({ readReferences: read, rules, report }) {
    const seen = new Map<string, Sightings>();
    // Most rows have their reference in the same place as the previous row.
    let last: { path: readonly PropertyKey[]; sightings: Sightings } | undefined;
    const sightingsOf = (path: readonly PropertyKey[]): Sightings => {
      if (last?.path === path) return last.sightings;
      const pointer = jsonPointer(path);
      const sightings = seen.get(pointer) ?? startSightings(pointer);
      seen.set(pointer, sightings);
      last = { path, sightings };
      return sightings;
    };
    return {
      row(row) {
        for (const { path, value } of read(row.fields, row.shape.fields)) {
          if (typeof value !== "string" && typeof value !== "number") continue;
          const reference = row.needle(String(value));
          if (reference.length <= shortReference) continue;
          const texts = messageTexts(row.raw);
          const sightings = sightingsOf(path);
          sightings.rows++;
          if (texts.some((text) => text.includes(reference))) {
            if (sightings.inPrompt++ === 0) sightings.firstLine = row.line;
          }
          sightings.sample.add(() => ({ reference, prompt: texts.join("\n").slice(0, promptKept) }));
        }
      },
      end() {
        for (const sightings of seen.values()) {
          const { inPrompt, rows: all } = sightings;
          if (all < rules.minimumExamples.value || inPrompt * 2 <= all) continue;
          report(describeSightings(sightings));
        }
      },
    };
  },
};

function startSightings(pointer: string): Sightings {
  return { pointer, rows: 0, inPrompt: 0, firstLine: 0, sample: createSpreadSample(rowsCompared) };
}

function describeSightings({ pointer, rows, inPrompt, firstLine, sample }: Sightings): FindingDraft {
  const elsewhere = standElsewhere(sample.values());
  return {
    code: "answer-in-prompt",
    severity: elsewhere ? "note" : "warning",
    line: firstLine,
    write: () => ({
      message:
        `the reference stands in the prompt in ${inPrompt} of ${rows} rows that have one of more than ${shortReference} characters` +
        (elsewhere
          ? ", and in prompts of rows with other references too"
          : ", and not in those of other rows"),
      help: elsewhere
        ? "Nothing to do where the prompt lists the options, or the answer is to be found in a text."
        : "Take the answer out of the prompt, unless finding it there is the task.",
      pointer,
    }),
  };
}

/** True if most references found in their own prompt also appear in the prompt of a row with another reference. */
function standElsewhere(pairs: readonly Pair[]): boolean {
  const found = pairs.filter(({ reference, prompt }) => prompt.includes(reference));
  const shared = found.filter(({ reference }) =>
    pairs.some((other) => other.reference !== reference && other.prompt.includes(reference)),
  );
  return found.length > 0 && shared.length * 2 > found.length;
}

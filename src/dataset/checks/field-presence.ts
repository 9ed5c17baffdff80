import type { FindingCode } from "../../finding.js";
import { jsonPointer } from "../../json.js";
import type { Check, CheckContext } from "../check.js";
import type { Example } from "../example.js";
import type { FindingDraft } from "../finding-list.js";
import { isField } from "../is-field.js";

/** Field names followed in a file; rows whose keys differ without end are no data set. */
const followedFields = 256;

/** Where a field is missing or null: the first lines, and how many in all. */
interface Gaps {
  present: number;
  nulls: number;
  missingLines: number[];
  nullLines: number[];
}

/**
 * That a field which some rows have is there, and not null, in all of them. Fields that the grader reads
 * are left to `graderReferencesCheck`, so that one fact has one finding.
 */
export const fieldPresenceCheck: Check = {
  codes: ["field-missing", "field-null"],
  start(context) {
    const read = new Set(context.references.map(({ path }) => String(path[0])));
    const follow = followFields(Math.max(1, context.maxFindings), read);
    return {
      example: (example) => follow.add(example),
      end() {
        reportGaps(follow.fields, follow.examples(), context);
      },
    };
  },
};

function followFields(remembered: number, read: ReadonlySet<string>) {
  const fields = new Map<string, Gaps>();
  const firstLines: number[] = [];
  let examples = 0;
  const remember = (lines: number[], line: number): void => {
    if (lines.length < remembered) lines.push(line);
  };
  return {
    fields,
    examples: () => examples,
    add({ line, item }: Example): void {
      let present = 0;
      for (const key of Object.keys(item)) {
        if (!isField(key) || read.has(key)) continue;
        let gaps = fields.get(key);
        if (!gaps) {
          if (fields.size >= followedFields) continue;
          gaps = { present: 0, nulls: 0, missingLines: [...firstLines], nullLines: [] };
          fields.set(key, gaps);
        }
        present++;
        gaps.present++;
        if (item[key] === null) {
          gaps.nulls++;
          remember(gaps.nullLines, line);
        }
      }
      // Most rows have every field: only the others pay for a second look.
      if (present < fields.size) {
        for (const [key, gaps] of fields) {
          if (!Object.hasOwn(item, key)) remember(gaps.missingLines, line);
        }
      }
      examples++;
      remember(firstLines, line);
    },
  };
}

/** Reports the gaps by line, the ones whose lines were not remembered with the last of their field. */
function reportGaps(fields: ReadonlyMap<string, Gaps>, examples: number, { report }: CheckContext): void {
  const drafts: FindingDraft[] = [];
  for (const [field, { present, nulls, missingLines, nullLines }] of fields) {
    const missing = examples - present;
    drafts.push(
      ...draftGaps("field-missing", missingLines, missing, () => ({
        message: `this row has no field ${field}; ${present} of ${examples} rows have it`,
        help: "Add the field, or remove it from the others.",
        pointer: jsonPointer([field]),
      })),
    );
    // A field that never has a value is the same everywhere.
    if (nulls === present) continue;
    drafts.push(
      ...draftGaps("field-null", nullLines, nulls, () => ({
        message: `the field ${field} is null here; it has a value in ${present - nulls} of ${examples} rows`,
        help: "Fill in the value, or leave the row out.",
        pointer: jsonPointer([field]),
      })),
    );
  }
  for (const draft of drafts.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))) report(draft);
}

function draftGaps(
  code: FindingCode,
  lines: readonly number[],
  total: number,
  write: FindingDraft["write"],
): FindingDraft[] {
  const unlisted = total - lines.length;
  return lines.map((line, index) => {
    const draft: FindingDraft = { code, severity: "warning", line, write };
    return index === lines.length - 1 ? { ...draft, unlisted } : draft;
  });
}

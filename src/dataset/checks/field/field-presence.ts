import { jsonPointer } from "#json/json-value.js";
import type { FileCheck } from "#dataset/checks/contract/check.js";
import type { Row } from "#dataset/row/row.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { draftPlaces, inLineOrder } from "./draft-places.js";
import { type KindTally, type Places, createKindTally, kindOf } from "./value-kinds.js";

/** Field names tracked per file; rows whose keys keep changing are not a data set. */
const followedFields = 256;

/** The values of one field, and the first lines without it. */
interface Field {
  present: number;
  missingLines: number[];
  kinds: KindTally;
}

/**
 * Checks that a field present in some rows is present in all, has a value and keeps one type. Fields that the grader
 * reads are left to `graderReferencesCheck`, so that each fact is reported once.
 */
export const fieldPresenceCheck: FileCheck = {
  codes: ["field-missing", "field-null", "field-empty", "field-type-drift"],
  start({ references, maxFindings, report }) {
    const read = new Set(references.map(({ path }) => String(path[0])));
    const follow = followFields(Math.max(1, maxFindings), read);
    return {
      row: (row) => follow.add(row),
      end() {
        const drafts = [...follow.fields].flatMap(([name, field]) =>
          judgeField(name, field, follow.examples()),
        );
        for (const draft of inLineOrder(drafts)) report(draft);
      },
    };
  },
};

function followFields(remembered: number, read: ReadonlySet<string>) {
  const fields = new Map<string, Field>();
  const firstLines: number[] = [];
  let examples = 0;
  const follow = (name: string): Field | undefined => {
    if (fields.size >= followedFields) return undefined;
    const field = { present: 0, missingLines: [...firstLines], kinds: createKindTally(remembered) };
    fields.set(name, field);
    return field;
  };
  return {
    fields,
    examples: () => examples,
    add({ line, fields: item, shape: { fields: names } }: Row): void {
      let present = 0;
      for (let index = 0; index < names.length; index++) {
        const name = names[index] ?? "";
        if (read.has(name)) continue;
        const field = fields.get(name) ?? follow(name);
        if (!field) continue;
        present++;
        field.present++;
        field.kinds.add(kindOf(item[name] ?? null), line);
      }
      // Most rows have every field, so only the others pay for a second pass.
      if (present < fields.size) {
        for (const [name, field] of fields) {
          if (!Object.hasOwn(item, name) && field.missingLines.length < remembered)
            field.missingLines.push(line);
        }
      }
      examples++;
      if (firstLines.length < remembered) firstLines.push(line);
    },
  };
}

/** The oddities of one field. A value that is the same in every row, even null or empty, is not odd. */
function judgeField(name: string, { present, missingLines, kinds }: Field, examples: number): FindingDraft[] {
  const warn = (
    code: FindingDraft["code"],
    places: Places,
    text: { message: string; help: string },
  ): FindingDraft[] => {
    const write = () => ({ ...text, pointer: jsonPointer([name]) });
    return draftPlaces(places, { code, severity: "warning", write });
  };
  const filled = kinds.filled();
  const [nulls, empty] = [kinds.of("null"), kinds.of("empty")];
  return [
    ...warn(
      "field-missing",
      { count: examples - present, lines: missingLines },
      {
        message: `this row has no field ${name}; ${present} of ${examples} rows have it`,
        help: "Add the field, or remove it from the others.",
      },
    ),
    ...warn("field-null", filled > 0 ? nulls : { count: 0, lines: [] }, {
      message: `the field ${name} is null here; it has a value in ${filled} of ${examples} rows`,
      help: "Fill in the value, or leave the row out.",
    }),
    ...warn("field-empty", filled > empty.count ? empty : { count: 0, lines: [] }, {
      message: `the field ${name} is an empty text here; it says something in ${filled - empty.count} of ${examples} rows`,
      help: "Fill in the value, or leave the row out.",
    }),
    ...kinds.unusual().flatMap(({ type, places }) =>
      warn("field-type-drift", places, {
        message: `the field ${name} is of type ${type} here, and of type ${kinds.usual()} in most rows`,
        help: "Write the value in the same way in every row.",
      }),
    ),
  ];
}

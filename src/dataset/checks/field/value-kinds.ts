import { type JsonValue, jsonType } from "#json/json-value.js";

/** The JSON type of a value; a string of white space counts apart, as `empty`. */
export function kindOf(value: JsonValue): string {
  return typeof value === "string" && value.trim() === "" ? "empty" : jsonType(value);
}

/** How many rows, and the first lines of them. */
export interface Places {
  count: number;
  lines: number[];
}

/** The kinds of value that stand in one place of many rows. */
export interface KindTally {
  add(kind: string, line: number): void;
  /** Rows in which the kind stands. */
  of(kind: string): Places;
  /** Rows that have any value but null. */
  filled(): number;
  /** The type that most rows have here, null aside; undefined where none has a value. */
  usual(): string | undefined;
  /** The types that differ from it, null aside. */
  unusual(): { type: string; places: Places }[];
}

const nowhere: Places = { count: 0, lines: [] };

/** Counts kinds and remembers so many lines of each. */
export function createKindTally(remembered: number): KindTally {
  const kinds = new Map<string, Places>();
  const typed = () => {
    const types = new Map<string, Places>();
    for (const [kind, places] of kinds) {
      if (kind === "null") continue;
      // Empty or not, it is a string.
      const type = kind === "empty" ? "string" : kind;
      const before = types.get(type) ?? nowhere;
      types.set(type, {
        count: before.count + places.count,
        lines: [...before.lines, ...places.lines].toSorted((a, b) => a - b).slice(0, remembered),
      });
    }
    return [...types].map(([type, places]) => ({ type, places }));
  };
  const usual = () => typed().toSorted((a, b) => b.places.count - a.places.count)[0]?.type;
  return {
    add(kind, line) {
      let places = kinds.get(kind);
      if (!places) {
        places = { count: 0, lines: [] };
        kinds.set(kind, places);
      }
      places.count++;
      if (places.lines.length < remembered) places.lines.push(line);
    },
    of: (kind) => kinds.get(kind) ?? nowhere,
    filled: () => typed().reduce((sum, { places }) => sum + places.count, 0),
    usual,
    unusual() {
      const most = usual();
      return typed().filter(({ type }) => type !== most);
    },
  };
}

import { type JsonValue, jsonType } from "#json/json-value.js";

/** The JSON type of a value; a blank string is a kind of its own, `empty`. */
export function kindOf(value: JsonValue): string {
  return typeof value === "string" && value.trim() === "" ? "empty" : jsonType(value);
}

/** A number of rows, and their first lines. */
export interface Places {
  count: number;
  lines: number[];
}

/** The kinds of value that many rows have in one place. */
export interface KindTally {
  add(kind: string, line: number): void;
  /** Rows with values of this kind. */
  of(kind: string): Places;
  /** Rows with any value but null. */
  filled(): number;
  /** The most common type, ignoring null; undefined if every value is null. */
  usual(): string | undefined;
  /** The other types, ignoring null. */
  unusual(): { type: string; places: Places }[];
}

const nowhere: Places = { count: 0, lines: [] };

/** Counts kinds and remembers up to `remembered` lines of each. */
export function createKindTally(remembered: number): KindTally {
  const kinds = new Map<string, Places>();
  const typed = () => {
    const types = new Map<string, Places>();
    for (const [kind, places] of kinds) {
      if (kind === "null") continue;
      // An empty string is still a string.
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

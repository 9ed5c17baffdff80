import type { FindingCode } from "#finding.js";

/** Rows left out of the output for the same reason. */
export interface LeftOut {
  reason: string;
  /** The finding that `validate-data` reports for such a row. */
  code?: FindingCode;
  count: number;
  /** The first of their lines. */
  lines: number[];
}

export interface LeftOutList {
  add(line: number, why: { reason: string; code?: FindingCode | undefined }): void;
  /** Ordered by first line. */
  finish(): LeftOut[];
}

/** Lines listed per reason. */
const listedLines = 20;

/** Reasons kept apart: a message can quote a value, so there may be as many as rows. */
const toldApart = 200;

const others = "other reasons";

/** Collects rows that are left out, by reason. */
export function createLeftOutList(): LeftOutList {
  const reasons = new Map<string, LeftOut>();
  return {
    add(line, { reason, code }) {
      const key = reasons.has(reason) || reasons.size < toldApart ? reason : others;
      const entry = reasons.get(key) ?? {
        reason: key,
        ...(code !== undefined && key === reason && { code }),
        count: 0,
        lines: [],
      };
      entry.count++;
      if (entry.lines.length < listedLines) entry.lines.push(line);
      reasons.set(key, entry);
    },
    finish: () => [...reasons.values()].toSorted((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0)),
  };
}

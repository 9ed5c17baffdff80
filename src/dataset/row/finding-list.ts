import type { Finding, FindingCode, FindingSummary, Severity } from "#finding.js";
import { maskPointer, maskSecretShapes } from "#words/secret-shapes.js";

/** The wording of a finding, and its place in the row. */
export type FindingText = Pick<Finding, "message" | "help" | "pointer" | "column">;

/** A finding whose text is built only if it is listed: a broken file can have a million of them. */
export interface FindingDraft {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Absent if the finding concerns the whole file. */
  readonly line?: number;
  /** Further findings like this one whose lines were not remembered. */
  readonly unlisted?: number;
  readonly write: () => FindingText;
}

/** The findings of one file. */
export interface FindingList {
  readonly add: (draft: FindingDraft) => void;
  /** The listed findings, those on the whole file first, then by line; and the count of all. */
  finish(): { findings: Finding[]; summary: FindingSummary };
}

const summaryKeys = { error: "errors", warning: "warnings", note: "notes" } as const;

/** Collects the findings of one file: lists the first `maxFindings` of each code and counts the rest. */
export function createFindingList(file: string, maxFindings: number): FindingList {
  const listed: Finding[] = [];
  const totals = new Map<FindingCode, number>();
  const summary: FindingSummary = { errors: 0, warnings: 0, notes: 0 };
  return {
    add({ code, severity, line, unlisted = 0, write }) {
      const before = totals.get(code) ?? 0;
      totals.set(code, before + 1 + unlisted);
      summary[summaryKeys[severity]] += 1 + unlisted;
      if (before >= maxFindings) return;
      const where = line === undefined ? { file } : { file, line };
      const { message, help, ...place } = withoutSecrets(write());
      listed.push({ code, severity, message, help, ...where, ...place, count: 1 });
    },
    finish() {
      const findings = listed.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
      for (const [code, total] of totals) {
        const last = findings.findLast((finding) => finding.code === code);
        if (last) last.count = total;
      }
      return { findings, summary };
    },
  };
}

/** A message may quote a value, and a pointer names keys. */
function withoutSecrets(text: FindingText): FindingText {
  const { message, help, pointer } = text;
  return {
    ...text,
    message: maskSecretShapes(message),
    help: maskSecretShapes(help),
    ...(pointer !== undefined && { pointer: maskPointer(pointer) }),
  };
}

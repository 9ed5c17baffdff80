import { type Finding, defaultMaxFindings } from "#finding.js";

/** Collects findings by kind: lists the first of each kind, counts all. */
export interface CappedFindings {
  /** `make` is called only if the finding is listed. */
  readonly add: (kind: string, make: () => Finding) => void;
  /** The listed findings, grouped by kind; the last of each kind carries the count of all of them. */
  readonly list: () => Finding[];
}

export function collectCapped(): CappedFindings {
  const kinds = new Map<string, { listed: Finding[]; total: number }>();
  return {
    add(kind, make) {
      const entry = kinds.get(kind) ?? { listed: [], total: 0 };
      kinds.set(kind, entry);
      entry.total++;
      if (entry.listed.length < defaultMaxFindings) entry.listed.push({ ...make(), count: 1 });
    },
    list: () =>
      [...kinds.values()].flatMap(({ listed, total }) =>
        listed.map((finding, index) =>
          index === listed.length - 1 ? { ...finding, count: total } : finding,
        ),
      ),
  };
}

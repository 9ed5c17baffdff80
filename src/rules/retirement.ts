import { baseOf } from "./find-model.js";
import type { Rule } from "./rule-set.js";
import table from "./retirement-table.json" with { type: "json" };

/** The end of training a model, as far as it is published; dates are `YYYY-MM-DD`. */
interface TrainingEnd {
  readonly date: string;
  /** True if it retires "no earlier than" that date. */
  readonly isEarliest: boolean;
  /** True if only who is a customer of that model may train until then; everybody else until its base retires. */
  readonly existingCustomersOnly: boolean;
}

/** What is published of a model's end; a date that is not is absent. */
export interface Retirement {
  /** When the model itself retires: no new deployment, no answer. */
  readonly base?: string;
  readonly training?: TrainingEnd;
  /** When deployments of models that were trained from it stop to answer. */
  readonly deployment?: string;
}

interface RetirementRow {
  readonly model: string;
  readonly version?: string;
}

interface RetirementTable {
  readonly base: readonly (RetirementRow & { readonly status?: string; readonly date?: string })[];
  readonly tuned: readonly (RetirementRow & Omit<Retirement, "base">)[];
}

export type RetirementRule = Rule<RetirementTable>;

/**
 * When models retire. The dates have moved in both directions: in April 2026 o4-mini had 2027-10-16. The table is
 * written by `scripts/update-retirement.mjs` from the page.
 */
export const retirement: RetirementRule = {
  value: { base: table.base, tuned: table.tuned },
  source: "Microsoft Learn, 'Model retirement schedule'",
  date: table.date,
};

/** Days before a date on which it is time to speak of it. */
export const retirementNotice = 90;

/** Whether a row is of the model that a dated name means: `gpt-4o` `2024-08-06`, or a version that is no date. */
function isRowOf({ model, version }: RetirementRow, name: string): boolean {
  const base = model.toLowerCase();
  return name === base || (version !== undefined && name === `${base}-${version.toLowerCase()}`);
}

/** The one row of a model; undefined if there is none, or several versions and the name says none of them. */
function rowOf<T extends RetirementRow>(rows: readonly T[], name: string): T | undefined {
  const found = rows.filter((row) => isRowOf(row, name.toLowerCase()));
  return found.length === 1 || new Set(found.map(({ version }) => version)).size === 1 ? found[0] : undefined;
}

/**
 * What is published of the end of a model, by its dated name (a fine-tuned model's is that of its base); undefined if
 * nothing is.
 */
export function findRetirement(
  name: string,
  { value: { base, tuned } }: RetirementRule = retirement,
): Retirement | undefined {
  const plain = baseOf(name).trim();
  const { date } = rowOf(base, plain) ?? {};
  const { training, deployment } = rowOf(tuned, plain) ?? {};
  if (date === undefined && training === undefined && deployment === undefined) return undefined;
  return {
    ...(date !== undefined && { base: date }),
    ...(training && { training }),
    ...(deployment !== undefined && { deployment }),
  };
}

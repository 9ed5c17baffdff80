import type { RuleSet } from "#rules/rule-set.js";
import type { JobEvent } from "#service/api.js";
import type { SpendUpdate, SpendWarning } from "./job-update.js";
import { billedHours } from "#run/spend/training-time.js";
import type { SpendSoFar } from "./spend-so-far.js";

/** Shares of a limit at which we warn. */
const shares = [0.5, 0.8, 0.95];

/** What we keep about the spend between looks. */
export interface SpendState {
  /** The event in which the service said what it bills. */
  bill: JobEvent | undefined;
  /** Warnings given: `budget 0.8`. */
  readonly warned: Set<string>;
}

/** Nothing spent yet. */
export function startSpend(warned: readonly string[] = []): SpendState {
  return { bill: undefined, warned: new Set(warned) };
}

/** True for the event that says what is billed. */
export function isBill({ message }: JobEvent): boolean {
  return /^training (?:hours|tokens) billed/i.test(message);
}

/** Records what the service bills: `Training hours billed: 0.500`. */
export function readBill(state: SpendState, event: JobEvent): void {
  if (billedHours([event]) !== undefined) state.bill = event;
}

/** The limits to watch: the user's own and the service's. */
export interface SpendLimits {
  budget: number | undefined;
  ruleSet: RuleSet;
}

/** The highest share passed and not yet warned about; lower ones count as warned about with it. */
function passedShare(state: SpendState, limit: SpendWarning["limit"], [dollars, most]: [number, number]) {
  const passed = shares.filter((share) => dollars >= share * most);
  const fresh = passed.filter((share) => !state.warned.has(`${limit} ${share}`));
  for (const share of passed) state.warned.add(`${limit} ${share}`);
  return fresh.at(-1);
}

function findWarning(
  state: SpendState,
  dollars: number,
  { budget, ruleSet }: SpendLimits,
): SpendWarning | undefined {
  const limits: [SpendWarning["limit"], number | undefined][] = [
    ["spending-pause", ruleSet.spendingPause.value],
    ["budget", budget],
  ];
  for (const [limit, most] of limits) {
    const share = most === undefined ? undefined : passedShare(state, limit, [dollars, most]);
    if (share === undefined || most === undefined) continue;
    const { date } = ruleSet.spendingPause;
    return { limit, dollars: most, share, ...(limit === "spending-pause" && { date }) };
  }
  return undefined;
}

/** The spend so far, with a warning if it passed a share of a limit. A bill replaces our estimate. */
export function spendUpdate(
  state: SpendState,
  spend: SpendSoFar,
  limits: SpendLimits,
  at: string,
): SpendUpdate {
  const { dollars } = spend;
  const warning = dollars === undefined ? undefined : findWarning(state, dollars, limits);
  return {
    type: "spend",
    at,
    ...spend,
    estimated: state.bill === undefined,
    ...(warning && { warning }),
  };
}

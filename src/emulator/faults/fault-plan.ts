import type { Fault } from "./fault-rule.js";
import type { ParsedRule } from "./parse-faults.js";

/** Decides what goes wrong with each request. Rules apply in order; the first that is due strikes. */
export interface FaultPlan {
  /**
   * @param path as in the URL, without its query
   * @returns undefined where the request is left alone
   */
  strike(method: string, path: string): Fault | undefined;
}

/** The path below `/openai` or `/openai/v1`, for a resource or a project. */
function pathOfOperation(path: string): string {
  return path.replace(/^(?:\/api\/projects\/[^/]+)?\/openai(?:\/v1)?(?=\/)/, "");
}

function compileRequest(request = "/**"): (method: string, path: string) => boolean {
  const [, wanted, pattern = ""] = /^(?:([A-Z]+) )?(.*)$/.exec(request) ?? [];
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => wildcards[part] ?? part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("");
  const expression = new RegExp(`^${source}$`);
  return (method, path) => (wanted === undefined || wanted === method) && expression.test(path);
}

const wildcards: Readonly<Record<string, string>> = { "**": ".*", "*": "[^/]+" };

/** What a rule has seen so far. */
interface Tally {
  /** Matching requests that no earlier rule struck. */
  seen: number;
  struck: number;
  /** When it first struck, in milliseconds. */
  since: number | undefined;
}

function isDue({ nth, after = 0, every = 1, times, seconds }: ParsedRule, tally: Tally, now: number) {
  const { seen, struck, since } = tally;
  return (
    seen > after &&
    (seen - after) % every === 0 &&
    (nth === undefined || [nth].flat().includes(seen)) &&
    (times === undefined || struck < times) &&
    (seconds === undefined || since === undefined || now - since < seconds * 1000)
  );
}

/** @param now in real milliseconds */
export function createFaultPlan(rules: readonly ParsedRule[], now: () => number): FaultPlan {
  const watched = rules.map((rule) => {
    const tally: Tally = { seen: 0, struck: 0, since: undefined };
    return { rule, tally, matches: compileRequest(rule.request) };
  });
  return {
    strike(method, path) {
      const operation = pathOfOperation(path);
      for (const { rule, tally, matches } of watched) {
        if (!matches(method, operation)) continue;
        tally.seen++;
        if (!isDue(rule, tally, now())) continue;
        tally.struck++;
        tally.since ??= now();
        return rule.fault;
      }
      return undefined;
    },
  };
}

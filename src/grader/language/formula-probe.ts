import { type Formula, FormulaError } from "./expression.js";
import { seededRandom } from "#dataset/sampling/seeded-random.js";

/** Values that a formula's variables may take; the first and the last are the bounds. */
export type Domains = ReadonlyMap<string, readonly number[]>;

/** A formula's value and the variables that gave it. */
export interface Witness {
  readonly value: number;
  readonly variables: Readonly<Record<string, number>>;
}

/** What trying a formula at many points shows. Every extreme was reached; untried points may go further. */
export interface FormulaProbe {
  readonly least: Witness | undefined;
  readonly most: Witness | undefined;
  /** Where it has no finite value, and why. */
  readonly undefinedAt: { variables: Readonly<Record<string, number>>; reason: string } | undefined;
  /** Variables whose value never made a difference. */
  readonly idle: readonly string[];
}

/** Up to this many variables all corners are tried; beyond it only the lowest and the highest. */
const allCornersUpTo = 10;
const randomPoints = 400;

/**
 * Tries a formula at the corners of its variables' domains and at random points inside (the same ones every time).
 * Unlike interval arithmetic, which bounds `a - a` by -1 and 1, it shows only what can really happen, each with a
 * witness. `isSafe`: only idle variables are sought, and the corners mostly show that there are none.
 */
export function probeFormula(formula: Formula, domains: Domains, isSafe: boolean): FormulaProbe {
  const seen: Seen = {};
  const idle = new Set(domains.keys());
  for (const variables of probePoints(domains)) {
    if (isSafe && idle.size === 0) break;
    const value = valueAt(formula, variables);
    note(seen, value, variables);
    for (const name of idle) {
      const matters = (other: number) => differ(valueAt(formula, { ...variables, [name]: other }), value);
      if (domains.get(name)?.some(matters) === true) idle.delete(name);
    }
  }
  return { least: seen.least, most: seen.most, undefinedAt: seen.undefinedAt, idle: [...idle] };
}

type Seen = { least?: Witness; most?: Witness; undefinedAt?: FormulaProbe["undefinedAt"] };

function note(seen: Seen, value: number | string, variables: Witness["variables"]): void {
  if (typeof value === "string") {
    seen.undefinedAt ??= { variables, reason: value };
    return;
  }
  if (!seen.least || value < seen.least.value) seen.least = { value, variables };
  if (!seen.most || value > seen.most.value) seen.most = { value, variables };
}

// Rounding errors do not count: 0.1 + 1 - 1 is not quite 0.1.
const tolerance = 1e-9;

function differ(a: number | string, b: number | string): boolean {
  return typeof a === "number" && typeof b === "number" ? Math.abs(a - b) > tolerance : a !== b;
}

/** The value, or the reason why there is none. */
function valueAt(formula: Formula, variables: Readonly<Record<string, number>>): number | string {
  try {
    return formula.evaluate(variables);
  } catch (error) {
    if (error instanceof FormulaError) return error.message;
    throw error;
  }
}

function* probePoints(domains: Domains): Generator<Record<string, number>> {
  const random = seededRandom(1);
  const names = [...domains.keys()];
  const corner = (bits: number) => pick(domains, (values, index) => values.at((bits >> index) & 1 ? -1 : 0));
  if (names.length <= allCornersUpTo) {
    for (let bits = 0; bits < 1 << names.length; bits++) yield corner(bits);
  } else {
    yield pick(domains, (values) => values.at(0));
    yield pick(domains, (values) => values.at(-1));
  }
  for (let point = 0; point < randomPoints; point++) {
    yield pick(domains, (values) => values[Math.floor(random() * values.length)]);
  }
}

function pick(
  domains: Domains,
  choose: (values: readonly number[], index: number) => number | undefined,
): Record<string, number> {
  return Object.fromEntries([...domains].map(([name, values], index) => [name, choose(values, index) ?? 0]));
}

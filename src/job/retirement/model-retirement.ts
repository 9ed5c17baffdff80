import type { Finding, Severity } from "#finding.js";
import { findModel } from "#rules/find-model.js";
import { type Retirement, findRetirement } from "#rules/retirement.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type RetirementWindow, datesOf, distanceTo, isNear, isPast, sourceOf } from "./retirement-window.js";

/** A finding without its help's source. */
function finding(severity: Severity, message: string, help: string): Finding {
  return { code: "model-retired", severity, message, help };
}

/** When models that were trained from it go, as the end of a sentence. */
function andServed({ deployment }: Retirement): string {
  return deployment === undefined ? "" : `; what is trained from it is served until ${deployment}`;
}

/** The first of the coming dates that is near, with what happens then. */
function nextEnd(
  { base, training, deployment }: Retirement,
  window: RetirementWindow,
): { date: string; what: string } | undefined {
  const ends = [
    {
      date: base,
      what: training?.existingCustomersOnly ? "retires for customers new to it on" : "retires on",
    },
    {
      date: training?.date,
      what: `can be trained until ${training?.isEarliest ? "at least " : ""}`.trimEnd(),
    },
    { date: deployment, what: "trains models that are served until" },
  ];
  return ends
    .flatMap(({ date, what }) => (date === undefined ? [] : [{ date, what }]))
    .filter(({ date }) => !isPast(date, window) && isNear(date, window))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))[0];
}

/** The last day of training, or of serving what was trained, is past. */
function endedFinding(name: string, known: Retirement, window: RetirementWindow): Finding | undefined {
  const { base, training, deployment } = known;
  const last = training?.date ?? base;
  if (last !== undefined && isPast(last, window)) {
    const what = training?.isEarliest
      ? `the training of ${name} retires "no earlier than" ${last}, and that day is past`
      : `${name} was retired on ${last}: it can no longer be trained`;
    const advice = "Train another model; rft rules lists them. rft submit --force tries it all the same.";
    return finding("error", `${what}${andServed(known)}`, advice);
  }
  if (deployment === undefined || !isPast(deployment, window)) return undefined;
  const what = `what is trained from ${name} has not been served since ${deployment}`;
  return finding("error", what, "Train another model; rft rules lists them.");
}

/** Some may still train it, others not. */
function halfRetiredFinding(name: string, known: Retirement, window: RetirementWindow): Finding | undefined {
  const { base, training } = known;
  if (base === undefined || !training?.existingCustomersOnly || !isPast(base, window)) return undefined;
  const until = `${training.isEarliest ? "no earlier than " : ""}${training.date}`;
  return finding(
    "warning",
    `${name} was retired on ${base} for customers new to it; for existing ones its training retires ${until}${andServed(known)}`,
    "Which of them you are only the service knows: a first job that it accepts tells.",
  );
}

/** The first of its dates comes soon. */
function comingFinding(name: string, known: Retirement, window: RetirementWindow): Finding | undefined {
  const next = nextEnd(known, window);
  if (!next) return undefined;
  const served = next.date === known.deployment ? "" : andServed(known);
  return finding(
    "warning",
    `${name} ${next.what} ${next.date}, ${distanceTo(next.date, window)}${served}`,
    "Plan what replaces it before the money is spent; rft rules lists what else can be trained.",
  );
}

/**
 * What stands between a model and being trained, and served after that: an error where the last published day of
 * training is past, a warning where it depends on who trains, or a date is near. At most one, without a pointer.
 */
export function modelRetirementFinding(
  model: string,
  rules: RuleSet,
  window: RetirementWindow,
): Finding | undefined {
  const name = findModel(rules, model)?.name ?? model;
  const known = findRetirement(name, datesOf(window));
  if (!known) return undefined;
  const found =
    endedFinding(name, known, window) ??
    halfRetiredFinding(name, known, window) ??
    comingFinding(name, known, window);
  return found && { ...found, help: `${found.help} ${sourceOf(window)}` };
}

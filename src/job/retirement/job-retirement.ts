import type { Finding } from "#finding.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { placedGraders } from "#grader/parse/placed-graders.js";
import { isJsonObject } from "#json/json-value.js";
import { findModel } from "#rules/find-model.js";
import { type Retirement, findRetirement } from "#rules/retirement.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import { isTerminal } from "#service/status.js";
import { judgeEnd, judgeRetirementFindings } from "./judge-retirement.js";
import { modelRetirementFinding } from "./model-retirement.js";
import { type RetirementWindow, datesOf, distanceTo, isNear, isPast, sourceOf } from "./retirement-window.js";

/** When what a job consists of retires: its base model, the model it makes, its judges. */
export interface JobRetirement extends Retirement {
  /** The base model. */
  model: string;
  /** Judges whose end is published. */
  judges: { model: string; base: string }[];
  source: string;
  date: string;
}

/** A job's dates, absent if none is published for it, and what they mean today. */
export interface JobRetirementCheck {
  retirement?: JobRetirement;
  findings: Finding[];
}

function graderOf({ method }: Job, rules: RuleSet) {
  const reinforcement = method?.["reinforcement"];
  const grader = isJsonObject(reinforcement) ? reinforcement["grader"] : undefined;
  return grader === undefined ? undefined : loadGrader(grader, rules).config;
}

/** A trained model is only to be served: of its base's dates the last one counts. */
function servingFindings(name: string, { deployment }: Retirement, window: RetirementWindow): Finding[] {
  if (deployment === undefined || !isNear(deployment, window)) return [];
  const past = isPast(deployment, window);
  return [
    {
      code: "model-retired",
      severity: past ? "error" : "warning",
      message: past
        ? `models trained from ${name} have not been served since ${deployment}`
        : `models trained from ${name} are served until ${deployment}, ${distanceTo(deployment, window)}`,
      help: `Train one from another model in time; rft rules lists them. ${sourceOf(window)}`,
    },
  ];
}

/** Holds the published dates against a job at the service. */
export function checkJobRetirement(job: Job, rules: RuleSet, window: RetirementWindow): JobRetirementCheck {
  const { model = "", status } = job;
  const name = findModel(rules, model)?.name ?? model;
  const known = findRetirement(name, datesOf(window)) ?? {};
  const config = graderOf(job, rules);
  const names = config
    ? placedGraders(config).flatMap(({ config: one }) => ("model" in one ? [one.model] : []))
    : [];
  const judges = [...new Set(names)].flatMap((judge) => {
    const base = judgeEnd(judge, rules, window);
    return base === undefined ? [] : [{ model: judge, base }];
  });
  const ofModel = modelRetirementFinding(model, rules, window);
  const findings = isTerminal(status)
    ? servingFindings(name, known, window)
    : [...(ofModel ? [ofModel] : []), ...(config ? judgeRetirementFindings(config, rules, window) : [])];
  const { source, date } = datesOf(window);
  const isKnown = Object.keys(known).length > 0 || judges.length > 0;
  return {
    ...(isKnown && { retirement: { model: name, ...known, judges, source, date } }),
    findings,
  };
}

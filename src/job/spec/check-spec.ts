import { didYouMean } from "#words/closest-name.js";
import type { Finding, Severity } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { HyperparameterRule, Range, RuleSet } from "#rules/rule-set.js";
import { checkModelName, checkServing, checkTrainingType } from "./check-model.js";
import type { JobSpec } from "./spec.js";
import { fingerprintKey } from "./job-fingerprint.js";
import { type Check, finding } from "./spec-check.js";

const checkValidationFile: Check = ({ validation }) =>
  validation
    ? []
    : [
        finding("validation-file-missing", "error", "/validation_file", [
          "no validation file: the service refuses a reinforcement job without one",
          "Name one with validation_file (or --validation); it needs rows that are not in the training file.",
        ]),
      ];

const checkSuffix: Check = ({ file }, rules) => {
  const { suffix } = file;
  const longest = rules.suffixLength.value;
  if (suffix === undefined || new RegExp(`^[A-Za-z0-9_-]{1,${longest}}$`).test(suffix)) return [];
  const message = `suffix "${suffix}" is ${suffix.length > longest ? `${suffix.length} characters long` : "not made of letters, digits, - and _"}`;
  const help = `Take 1 to ${longest} letters, digits, "-" or "_".`;
  return [finding("suffix-invalid", "error", "/suffix", [message, help])];
};

function invalidMetadata(key: string, message: string, help: string): Finding {
  return finding("job-file-invalid", "error", jsonPointer(["metadata", ...(key === "" ? [] : [key])]), [
    message,
    help,
  ]);
}

const checkMetadata: Check = ({ file }, rules) => {
  const { pairs, keyLength, valueLength } = rules.metadata.value;
  const entries = Object.entries(file.metadata ?? {});
  const tooMany =
    entries.length > pairs
      ? [
          invalidMetadata(
            "",
            `metadata has ${entries.length} pairs, the service takes ${pairs}`,
            "Leave some out.",
          ),
        ]
      : [];
  const tooLong = entries
    .filter(([key, value]) => key.length > keyLength || value.length > valueLength)
    .map(([key, value]) =>
      invalidMetadata(
        key,
        `metadata ${key} has a key of ${key.length} and a value of ${value.length} characters`,
        `Take at most ${keyLength} and ${valueLength}.`,
      ),
    );
  const ours =
    file.metadata?.[fingerprintKey] === undefined
      ? []
      : [
          invalidMetadata(
            fingerprintKey,
            `metadata ${fingerprintKey} is written by rft submit itself`,
            "Leave it out: it tells this job from others.",
          ),
        ];
  return [...tooMany, ...tooLong, ...ours];
};

const checkMisplaced: Check = ({ file }) =>
  Object.keys(file.hyperparameters ?? {}).map((name) =>
    finding("hyperparameter-misplaced", "warning", `/hyperparameters/${name}`, [
      `hyperparameter ${name} stands beside the method: the service ignores it there`,
      `Move it to method.reinforcement.hyperparameters.${name}.`,
    ]),
  );

function isInside(value: number, range: Range): boolean {
  return value >= range.min && value <= range.max;
}

function words({ min, max }: Range): string {
  if (max >= Number.MAX_SAFE_INTEGER) return min > 0 && min < 1e-300 ? "above 0" : `${min} or more`;
  return `${min} to ${max}`;
}

function checkNumber(name: string, value: number, rule: HyperparameterRule): Finding[] {
  const pointer = `/method/reinforcement/hyperparameters/${name}`;
  const report = (severity: Severity, message: string, help: string) => [
    finding("hyperparameter-out-of-range", severity, pointer, [message, help]),
  ];
  if (!isInside(value, rule.allowed)) {
    return report(
      "error",
      `${name} is ${value}, the API takes ${words(rule.allowed)}`,
      `Take ${words(rule.documented ?? rule.allowed)}.`,
    );
  }
  if (rule.integer && !Number.isInteger(value)) {
    return report(
      "error",
      `${name} is ${value}, not a whole number`,
      `Take ${Math.max(1, Math.round(value))}.`,
    );
  }
  if (rule.documented && !isInside(value, rule.documented)) {
    const range = words(rule.documented);
    return report(
      "warning",
      `${name} is ${value}, outside the ${range} of Microsoft's page of May 2025`,
      `Take ${range}.`,
    );
  }
  return [];
}

const checkHyperparameters: Check = ({ file }, rules) => {
  const { reasoning_effort: effort, ...numbers } = file.method.reinforcement.hyperparameters ?? {};
  const findings = Object.entries(numbers).flatMap(([name, value]) => {
    const rule = rules.hyperparameters.value[name];
    return rule && typeof value === "number" ? checkNumber(name, value, rule) : [];
  });
  const efforts = rules.reasoningEfforts.value;
  if (effort === undefined || efforts.includes(effort)) return findings;
  const help = didYouMean(effort, efforts) ?? `Take one of ${efforts.join(", ")}.`;
  const pointer = "/method/reinforcement/hyperparameters/reasoning_effort";
  const message = `reasoning_effort is "${effort}"`;
  return [...findings, finding("hyperparameter-out-of-range", "error", pointer, [message, help])];
};

const checks: readonly Check[] = [
  checkModelName,
  checkValidationFile,
  checkTrainingType,
  checkServing,
  checkSuffix,
  checkMetadata,
  checkMisplaced,
  checkHyperparameters,
];

/** Checks a job's settings against the rules; places are JSON pointers into the job file. */
export function checkSpec(spec: JobSpec, rules: RuleSet): Finding[] {
  return checks.flatMap((check) => check(spec, rules));
}

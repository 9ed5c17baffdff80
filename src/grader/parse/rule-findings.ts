import { didYouMean } from "#words/closest-name.js";
import type { Finding, FindingCode, Severity } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import type {
  GraderConfig,
  LabelModelGrader,
  PythonGrader,
  ScoreModelGrader,
} from "#grader/config/grader-config.js";
import { judgeSignature } from "./python-signature.js";
import { invalidRange } from "./shape-findings.js";

type Path = readonly (string | number)[];

/** Where a well-shaped grader breaks the rules, at its path; a multi grader's parts are checked separately. */
export function ruleFindings(grader: GraderConfig, path: Path, rules: RuleSet): Finding[] {
  return [...typeFindings(grader.type, path, rules), ...ownFindings(grader, path, rules)];
}

function ownFindings(grader: GraderConfig, path: Path, rules: RuleSet): Finding[] {
  switch (grader.type) {
    case "string_check":
      return nameFindings(grader.operation, [...path, "operation"], {
        code: "operation-unknown",
        known: rules.stringCheckOperations.value,
        rules,
      });
    case "text_similarity":
      return nameFindings(grader.evaluation_metric, [...path, "evaluation_metric"], {
        code: "metric-unknown",
        known: rules.textSimilarityMetrics.value,
        rules,
      });
    case "score_model":
      return [...rangeFindings(grader, path), ...modelFindings(grader.model, path, rules)];
    case "label_model":
      return [...labelFindings(grader, path), ...modelFindings(grader.model, path, rules)];
    case "python":
      return sourceFindings(grader, path, rules);
    case "multi":
      return [];
  }
}

function report(
  code: FindingCode,
  path: Path,
  { severity = "error", ...text }: { severity?: Severity; message: string; help: string },
): Finding {
  return { code, severity, ...text, pointer: jsonPointer(path) };
}

function typeFindings(type: GraderConfig["type"], path: Path, rules: RuleSet): Finding[] {
  const isSubgrader = path.length > 0;
  const allowed = (isSubgrader ? rules.subgraderTypes : rules.graderTypes).value;
  if (allowed.includes(type)) return [];
  const place = isSubgrader ? "inside a multi grader" : "as the whole grader";
  return [
    report(isSubgrader ? "subgrader-not-allowed" : "grader-type-unsupported", [...path, "type"], {
      message: `${type} is not taken ${place} (rules ${rules.name})`,
      help: `Use one of ${allowed.join(", ")}.`,
    }),
  ];
}

function nameFindings(
  name: string,
  path: Path,
  { code, known, rules }: { code: FindingCode; known: readonly string[]; rules: RuleSet },
): Finding[] {
  if (known.includes(name)) return [];
  const why =
    name === "cosine" ? "exists for evals only, not for fine-tuning" : `is not in the rules ${rules.name}`;
  return [report(code, path, { message: `"${name}" ${why}`, help: `Use one of ${known.join(", ")}.` })];
}

function rangeFindings({ range }: ScoreModelGrader, path: Path): Finding[] {
  return range && range[0] > range[1] ? [invalidRange([...path, "range"], range)] : [];
}

function modelFindings(model: string, path: Path, rules: RuleSet): Finding[] {
  const known = rules.graderModels.value;
  if (known.includes(model)) return [];
  return [
    report("grader-model-unsupported", [...path, "model"], {
      severity: "warning",
      message: `"${model}" is not among the judging models of the rules ${rules.name}`,
      help: `Use one of ${known.join(", ")}.`,
    }),
  ];
}

function labelFindings({ labels, passing_labels: passing }: LabelModelGrader, path: Path): Finding[] {
  const note = report("label-model-static", path, {
    severity: "note",
    message: "label_model is checked for its shape only",
    help: "Test it on the service with a few samples before training with it.",
  });
  const strangers = passing.flatMap((label, index) =>
    labels.includes(label)
      ? []
      : report("grader-invalid", [...path, "passing_labels", index], {
          message: `the passing label "${label}" is not one of labels`,
          help: didYouMean(label, labels) ?? `Use labels out of ${labels.join(", ")}.`,
        }),
  );
  return [...strangers, note];
}

function sourceFindings({ source }: PythonGrader, path: Path, rules: RuleSet): Finding[] {
  const findings: Finding[] = [];
  const limit = rules.pythonSourceBytes.value;
  const bytes = Buffer.byteLength(source);
  if (bytes >= limit) {
    findings.push(
      report("grader-invalid", [...path, "source"], {
        message: `source has ${bytes} bytes, and the service takes less than ${limit}`,
        help: "Shorten the source: leave out data tables and comments.",
      }),
    );
  }
  const message = judgeSignature(source);
  if (message !== undefined) {
    findings.push(
      report("grader-invalid", [...path, "source"], {
        message,
        help: "Define grade(sample, item) and return a number from it.",
      }),
    );
  }
  return findings;
}

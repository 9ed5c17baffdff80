import type * as z from "zod";
import type { Finding } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { formulaFindings } from "./formula-findings.js";
import { ruleFindings } from "./rule-findings.js";
import { graderSchemaFor } from "./grader-schema.js";
import { shapeFindings, withoutUnknownKeys } from "./shape-findings.js";
import { TemplateError, compileTemplate } from "#grader/language/template.js";
import { templateTexts } from "./template-texts.js";
import { excerpt } from "#words/excerpt.js";

/** A grader as far as it could be read, and what is wrong with it. */
export interface ParsedGrader {
  /** Undefined if the shape is unusable; may be defined even if there are errors. */
  config: GraderConfig | undefined;
  /** With JSON pointers into the grader, without file and line. */
  findings: readonly Finding[];
  /** The findings that are errors; with any of them the grader must not be used. */
  errors: readonly Finding[];
}

/** Reads a grader configuration and checks everything that needs no row or sample. Never throws. */
export function parseGrader(value: unknown, rules: RuleSet): ParsedGrader {
  const { config, issues } = readShape(value);
  const findings = [
    ...issues.flatMap((issue) => shapeFindings(issue, value)),
    ...(config ? configFindings(config, rules) : []),
  ];
  return { config, findings, errors: findings.filter(({ severity }) => severity === "error") };
}

function configFindings(config: GraderConfig, rules: RuleSet): Finding[] {
  const findings = [...ruleFindings(config, [], rules), ...templateFindings(config)];
  if (config.type !== "multi") return findings;
  for (const [key, part] of Object.entries(config.graders)) {
    findings.push(...ruleFindings(part, ["graders", key], rules));
  }
  return [...findings, ...formulaFindings(config)];
}

/** Unknown keys are reported and then left out, so that one misspelt key does not hide other faults. */
function readShape(value: unknown): { config: GraderConfig | undefined; issues: z.core.$ZodIssue[] } {
  const schema = graderSchemaFor(value);
  const first = schema.safeParse(value);
  if (first.success) return { config: first.data, issues: [] };
  const { issues } = first.error;
  return { config: schema.safeParse(withoutUnknownKeys(value, issues)).data, issues };
}

function templateFindings(grader: GraderConfig): Finding[] {
  return templateTexts(grader).flatMap(({ path, text }) => {
    const fault = templateError(text) ?? unclosed(text);
    if (!fault) return [];
    const { message, help } = fault;
    return { code: "template-syntax", severity: "error", message, help, pointer: jsonPointer(path) };
  });
}

type Fault = Pick<Finding, "message" | "help">;

function templateError(text: string): Fault | undefined {
  try {
    compileTemplate(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return {
      message: error.message,
      help: 'Write {{item.field}} or {{sample.output_text}}; [0] takes an element, ["a key"] a key with other characters.',
    };
  }
}

/** How many characters a message shows from the open braces on. */
const shownAfterBraces = 30;

/** Braces that are opened and never closed: literal text to the service, but never intended. */
function unclosed(text: string): Fault | undefined {
  const open = text.lastIndexOf("{{");
  if (open === -1 || text.includes("}}", open + 2)) return undefined;
  const shown = excerpt(text.slice(open), shownAfterBraces, "");
  return {
    message: `${JSON.stringify(shown)} opens a reference that is never closed: it is compared as plain text`,
    help: "Close it with }}; where two braces are meant as text, part them by a space.",
  };
}

import type { LabelModelGrader, PythonGrader, ScoreModelGrader } from "#grader/config/grader-config.js";
import type { GraderPart } from "#grader/config/grader-part.js";
import { compileTemplate, uniqueReferences } from "#grader/language/template.js";
import { templateTexts } from "#grader/parse/template-texts.js";

/**
 * Compiles a grader that is checked but cannot run on this machine: a judging model or a Python program.
 * @throws TemplateError
 */
export function compileStaticGrader(config: ScoreModelGrader | PythonGrader | LabelModelGrader): GraderPart {
  return {
    references: uniqueReferences(
      templateTexts(config).flatMap(({ text }) => compileTemplate(text).references),
    ),
    executed: [],
    static: [config.type],
    asks: [],
    ceiling: null,
    score: () => ({ value: null, raised: [], detail: `a ${config.type} grader cannot run here` }),
  };
}

import type { ScoreModelGrader } from "#grader/config/grader-config.js";
import type { Outcome } from "#grader/config/grader-part.js";
import { readJudgeReply } from "./judge-reply.js";
import { compileJudgeRequest, defaultRange } from "./judge-request.js";
import type { Judge } from "#service/judge.js";
import { isOfOneRequest } from "./request-failure.js";
import { UnrenderableValue } from "#grader/language/render-value.js";
import { type TemplateScope, describeUnresolved } from "#grader/language/template.js";

/**
 * Compiles a score_model grader that asks a judge.
 * @throws TemplateError; when it runs, the RftError of a judge that cannot be asked at all
 */
export function compileScoreModel(
  config: ScoreModelGrader,
  judge: Judge,
): (scope: TemplateScope) => Promise<Outcome> {
  const write = compileJudgeRequest(config);
  const range = config.range ?? defaultRange;
  return async (scope) => {
    try {
      const request = write(scope);
      if ("namespace" in request) {
        return { value: 0, raised: ["invalid_variable_error"], detail: describeUnresolved(request) };
      }
      return readJudgeReply(await judge.ask(request), range);
    } catch (error) {
      if (error instanceof UnrenderableValue) {
        return { value: 0, raised: ["other_error"], detail: error.message };
      }
      if (isOfOneRequest(error)) {
        return { value: 0, raised: ["model_grader_server_error"], detail: error.message };
      }
      throw error;
    }
  };
}

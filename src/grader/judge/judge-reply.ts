import { isJsonObject, jsonType, parseJsonOrUndefined } from "#json/json-value.js";
import type { ErrorFlag } from "#grader/config/error-flags.js";
import type { Outcome } from "#grader/config/grader-part.js";
import type { JudgeReply } from "#service/judge.js";

/**
 * The score in a judge's answer `{"steps": [...], "result": n}`, clamped to the range. Anything but a number gives 0,
 * even if 0 lies outside the range ("truncated to the given range, and default to 0 for all non-numeric outputs":
 * OpenAI graders guide, 2025-05). A number in a string is accepted: a lenient endpoint may answer so.
 */
export function readJudgeReply(reply: JudgeReply, [low, high]: readonly [number, number]): Outcome {
  const judged = [{ model: reply.model, usage: reply.usage }];
  const fail = (flag: ErrorFlag, detail: string): Outcome => ({ value: 0, raised: [flag], detail, judged });
  if (reply.refusal !== null)
    return fail("model_grader_refusal_error", `the judge refused: ${reply.refusal}`);
  if (reply.finishReason === "content_filter") {
    return fail("model_grader_refusal_error", "the judge's answer was held back by the content filter");
  }
  const result = resultOf(reply.content);
  if (typeof result === "string") {
    const why = reply.finishReason === "length" ? "; it was cut off at max_completions_tokens" : "";
    return fail("model_grader_parse_error", `${result}${why}`);
  }
  return { value: Math.min(high, Math.max(low, result)), raised: [], judged };
}

/** The number, or why there is none. */
function resultOf(content: string | null): number | string {
  if (content === null || content.trim() === "") return "the judge's answer is empty";
  const answer = parseJsonOrUndefined(content);
  if (!isJsonObject(answer)) return "the judge's answer is not a JSON object";
  const result = answer["result"];
  if (result === undefined) return "the judge's answer has no result";
  const value = typeof result === "string" && result.trim() !== "" ? Number(result) : result;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return `the judge's result is ${typeof result === "number" ? "not finite" : jsonType(result)}, not a number`;
}

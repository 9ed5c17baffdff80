/** The error flags and details of a grader run, all keys, in the order of the API's example (OpenAI OpenAPI 2.3.0). */
export interface GraderErrors {
  formula_parse_error: boolean;
  sample_parse_error: boolean;
  truncated_observation_error: boolean;
  unresponsive_reward_error: boolean;
  invalid_variable_error: boolean;
  other_error: boolean;
  python_grader_server_error: boolean;
  python_grader_server_error_type: string | null;
  python_grader_runtime_error: boolean;
  python_grader_runtime_error_details: string | null;
  model_grader_server_error: boolean;
  model_grader_refusal_error: boolean;
  model_grader_parse_error: boolean;
  model_grader_server_error_details: string | null;
}

/** The flags that scoring on this machine can raise. */
export type ErrorFlag =
  | "formula_parse_error"
  | "sample_parse_error"
  | "invalid_variable_error"
  | "other_error"
  | "python_grader_server_error"
  | "python_grader_runtime_error"
  | "model_grader_server_error"
  | "model_grader_refusal_error"
  | "model_grader_parse_error";

/** All keys, with these flags raised; `reasonOf` gives the reason for the few that have a key for it. */
export function raiseFlags(
  raised: readonly ErrorFlag[],
  reasonOf: (flag: ErrorFlag) => string | null = () => null,
): GraderErrors {
  const isRaised = (flag: ErrorFlag) => raised.includes(flag);
  const reason = (flag: ErrorFlag) => (isRaised(flag) ? reasonOf(flag) : null);
  return {
    formula_parse_error: isRaised("formula_parse_error"),
    sample_parse_error: isRaised("sample_parse_error"),
    truncated_observation_error: false,
    unresponsive_reward_error: false,
    invalid_variable_error: isRaised("invalid_variable_error"),
    other_error: isRaised("other_error"),
    python_grader_server_error: isRaised("python_grader_server_error"),
    python_grader_server_error_type: reason("python_grader_server_error"),
    python_grader_runtime_error: isRaised("python_grader_runtime_error"),
    python_grader_runtime_error_details: reason("python_grader_runtime_error"),
    model_grader_server_error: isRaised("model_grader_server_error"),
    model_grader_refusal_error: isRaised("model_grader_refusal_error"),
    model_grader_parse_error: isRaised("model_grader_parse_error"),
    model_grader_server_error_details: reason("model_grader_server_error"),
  };
}

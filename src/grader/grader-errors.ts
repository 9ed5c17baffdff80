/** The error flags and details of a grader run, all keys, in the order of the API's own example (OpenAI OpenAPI 2.3.0). */
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
export type ErrorFlag = "formula_parse_error" | "invalid_variable_error" | "other_error";

/** All keys, with these flags raised. */
export function graderErrors(raised: readonly ErrorFlag[]): GraderErrors {
  return {
    formula_parse_error: raised.includes("formula_parse_error"),
    sample_parse_error: false,
    truncated_observation_error: false,
    unresponsive_reward_error: false,
    invalid_variable_error: raised.includes("invalid_variable_error"),
    other_error: raised.includes("other_error"),
    python_grader_server_error: false,
    python_grader_server_error_type: null,
    python_grader_runtime_error: false,
    python_grader_runtime_error_details: null,
    model_grader_server_error: false,
    model_grader_refusal_error: false,
    model_grader_parse_error: false,
    model_grader_server_error_details: null,
  };
}

/** One way the service says no. */
interface RefusalRule {
  status: 400 | 401 | 404;
  /** `error.code` of the body. */
  code: string;
  /** `error.message`; `{name}` is a placeholder. */
  message: string;
  /** Whether the text was seen in the service's own answer, or is modelled on its specification. */
  evidence: "recorded" | "assumed";
  source: string;
}

const sdkAssets = "Azure/azure-sdk-assets";
const liveRun = "live answers in public notebooks on RFT, 2026";
const authoring = "Azure OpenAI authoring specification 2025-04-01-preview, ErrorCode";
const binding = "The fineTuningJob field is required.";

/** Every refusal of the emulator, with its evidence. */
export const refusals = {
  accessDenied: {
    status: 401,
    code: "401",
    message:
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
    evidence: "recorded",
    source: "SciSharp/BotSharp#386, an answer of 2024-04-02 quoted whole",
  },
  tokenMissing: {
    status: 401,
    code: "401",
    message:
      "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
    evidence: "assumed",
    source: "text of public issues; no answer found whole",
  },
  resourceNotFound: {
    status: 404,
    code: "404",
    message: "Resource not found",
    evidence: "recorded",
    source: `${sdkAssets}, CreateCancelDelete @d30b730`,
  },
  apiVersionMissing: {
    status: 404,
    code: "404",
    message: "Resource not found",
    evidence: "assumed",
    source: "as for a wrong path: the gateway matches the version as a part of the path",
  },
  entityNotFound: {
    status: 404,
    code: "notFound",
    message: "The specified entity cannot be found.",
    evidence: "recorded",
    source: `${sdkAssets}, DeleteFineTuningModelAsync @68faa53`,
  },
  jobUnbindable: {
    status: 400,
    code: "invalidPayload",
    message: binding,
    evidence: "recorded",
    source: `${liveRun}: trainingType "Developer"`,
  },
  modelUnsupported: {
    status: 400,
    code: "invalidPayload",
    message: "The specified base model does not support fine-tuning.",
    evidence: "recorded",
    source: "MicrosoftDocs/azure-docs#116776",
  },
  trainingTypeUnsupported: {
    status: 400,
    code: "invalidPayload",
    message:
      "The specified base model {model} does not support fine-tuning with {trainingType} TrainingType.",
    evidence: "recorded",
    source: `${liveRun}: gpt-5.4-mini with Standard`,
  },
  methodUnsupported: {
    status: 400,
    code: "invalidPayload",
    message: "Finetuning with {model} requires the reinforcement method of finetuning.",
    evidence: "recorded",
    source: `${liveRun}: gpt-5.4-mini with another method; here for every model, because nothing else is simulated`,
  },
  fileNotProcessed: {
    status: 400,
    code: "invalidPayload",
    message: "The specified file reference must point to a completed file import.",
    evidence: "recorded",
    source: liveRun,
  },
  fileUnknown: {
    status: 400,
    code: "invalidPayload",
    message: "The specified file reference {file} cannot be found.",
    evidence: "assumed",
    source: authoring,
  },
  validationFileMissing: {
    status: 400,
    code: "invalidPayload",
    message: "The validation file is required for the reinforcement method of finetuning.",
    evidence: "assumed",
    source: authoring,
  },
  graderInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The grader is invalid at {pointer}: {reason}.",
    evidence: "assumed",
    source: authoring,
  },
  graderModelUnsupported: {
    status: 400,
    code: "invalidPayload",
    message: "Model provided for model grader is not supported. Supported models: {models}",
    evidence: "recorded",
    source: "microsoft-foundry/fine-tuning, RFT_Countdown run_records.jsonl @2a08ec40",
  },
  hyperparameterOutOfRange: {
    status: 400,
    code: "invalidPayload",
    message: "The hyperparameter {name} is out of range: {value}.",
    evidence: "assumed",
    source: authoring,
  },
  illnessUnknown: {
    status: 400,
    code: "invalidPayload",
    message: "azure-rft emulator: the metadata's {key} must be one of {illnesses}.",
    evidence: "assumed",
    source: "the emulator's own: the service knows no such key",
  },
  failureOrderUnknown: {
    status: 400,
    code: "invalidPayload",
    message:
      "azure-rft emulator: the metadata's {key} must be a number of 0 or more, or for a failure one of {failures}.",
    evidence: "assumed",
    source: "the emulator's own: the service knows no such key",
  },
  suffixInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The suffix must have at most {length} of the characters a-z, A-Z, 0-9, '_' and '-'.",
    evidence: "assumed",
    source: authoring,
  },
  pauseNotRunning: {
    status: 400,
    code: "unexpectedEntityState",
    message: "A job in state {status} cannot be paused.",
    evidence: "assumed",
    source: authoring,
  },
  pauseBeforeFirstStep: {
    status: 400,
    code: "unexpectedEntityState",
    message: "The job cannot be paused before it has trained for at least one step.",
    evidence: "assumed",
    source: `${authoring}; Microsoft Learn: a job must have trained for at least one step`,
  },
  pauseUnsupported: {
    status: 400,
    code: "unexpectedEntityState",
    message: "Pausing is not supported for the base model {model}.",
    evidence: "assumed",
    source: `${authoring}; the gpt-5 preview has pause and resume disabled`,
  },
  resumeNotPaused: {
    status: 400,
    code: "unexpectedEntityState",
    message: "A job in state {status} cannot be resumed.",
    evidence: "assumed",
    source: authoring,
  },
  cancelFinished: {
    status: 400,
    code: "unexpectedEntityState",
    message: "A job in state {status} cannot be cancelled.",
    evidence: "assumed",
    source: authoring,
  },
  uploadInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The upload needs a multipart body with the field 'file': {reason}.",
    evidence: "assumed",
    source: authoring,
  },
  purposeInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The purpose must be fine-tune, not '{purpose}'.",
    evidence: "assumed",
    source: authoring,
  },
  uploadRequestInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The upload request is invalid: {reason}.",
    evidence: "assumed",
    source: authoring,
  },
  uploadOver: {
    status: 400,
    code: "unexpectedEntityState",
    message: "The upload is {status}: it takes no more parts.",
    evidence: "assumed",
    source: authoring,
  },
  uploadPartUnknown: {
    status: 400,
    code: "invalidPayload",
    message: "The upload has no part {part}.",
    evidence: "assumed",
    source: authoring,
  },
  uploadSize: {
    status: 400,
    code: "invalidPayload",
    message: "The parts have {bytes} bytes, the upload was to have {expected}.",
    evidence: "assumed",
    source: authoring,
  },
  fileQuota: {
    status: 400,
    code: "quotaExceeded",
    message: "The resource holds {files} files already.",
    evidence: "assumed",
    source: authoring,
  },
  fileQuotaBytes: {
    status: 400,
    code: "quotaExceeded",
    message: "The files of the resource may have {size} MB together.",
    evidence: "assumed",
    source: authoring,
  },
  fileTooLarge: {
    status: 400,
    code: "invalidPayload",
    message: "The maximum allowed size is {size} MB",
    evidence: "recorded",
    source: "live answer; its code is assumed",
  },
  chatRequestInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The request is invalid: {reason}.",
    evidence: "assumed",
    source: "Azure v1 specification 31c65e1, createChatCompletion",
  },
  graderRequestInvalid: {
    status: 400,
    code: "invalidPayload",
    message: "The request is invalid: {reason}.",
    evidence: "assumed",
    source: "Azure v1 specification 31c65e1, graders/run and graders/validate",
  },
} as const satisfies Record<string, RefusalRule>;

export type RefusalName = keyof typeof refusals;

/** The service's refusal of a request: a status and a body, thrown up to the HTTP layer. */
export class Refused extends Error {
  readonly status: RefusalRule["status"];
  readonly body: { error: { code: string; message: string } };

  constructor(name: RefusalName, values: Readonly<Record<string, string | number>> = {}) {
    const rule: RefusalRule = refusals[name];
    const message = rule.message.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
    super(message);
    this.name = "Refused";
    this.status = rule.status;
    this.body = { error: { code: rule.code, message } };
  }
}

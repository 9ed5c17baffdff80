import type { JsonValue } from "#json/json-value.js";

/** Tokens of one or more answers of a judging model, by the service's names. */
export interface TokenUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cached_tokens: number;
}

/** A part of a message, as chat completions take it. */
export type ChatPart =
  | { type: "text"; text: string }
  | { type: "image_url"; image_url: { url: string; detail?: string } }
  | { type: "input_audio"; input_audio: { data: string; format: string } };

/** A message to a model. */
export interface ChatMessage {
  role: string;
  content: string | ChatPart[];
}

/** A request to a judging model by the names of chat completions, but for the model: that is the judge's own. */
export interface JudgeRequest {
  messages: ChatMessage[];
  response_format?: object;
  seed?: number;
  top_p?: number;
  temperature?: number;
  max_completion_tokens?: number;
  reasoning_effort?: string;
}

/** What a judging model answered. */
export interface JudgeReply {
  /** Null where it refused. */
  content: string | null;
  refusal: string | null;
  /** `stop`, `length`, `content_filter`, ...; null where it is not said. */
  finishReason: string | null;
  /** The model that answered, as the service names it. */
  model: string;
  usage: TokenUsage | null;
}

/** What a deployment answered: of the tools it called too. */
export interface DeploymentReply extends JudgeReply {
  /** As chat completions give them; absent where it called none. */
  toolCalls?: JsonValue[];
}

/** A judging model that can be asked. */
export interface Judge {
  /** Tells this judge from every other, in messages and in the cache: endpoint and deployment. */
  readonly name: string;
  /** @throws RftError where there is no answer */
  ask(request: JudgeRequest): Promise<JudgeReply>;
}

/** A deployment that can be asked anything: the port that `azure/deployment.ts` implements. */
export interface Deployment extends Judge {
  /**
   * @param request the body of chat completions, but for the model
   * @throws RftError where there is no answer
   */
  ask(request: object): Promise<DeploymentReply>;
}

import type { JsonValue } from "#json/json-value.js";

/** Tokens of one or more answers of a judge model, by the service's names. */
export interface TokenUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cached_tokens: number;
}

/** A part of a chat completions message. */
export type ChatPart =
  | { type: "text"; text: string }
  | { type: "image_url"; image_url: { url: string; detail?: string } }
  | { type: "input_audio"; input_audio: { data: string; format: string } };

/** A message to a model. */
export interface ChatMessage {
  role: string;
  content: string | ChatPart[];
}

/** A chat completions request to a judge, without `model`: the judge has its own. */
export interface JudgeRequest {
  messages: ChatMessage[];
  response_format?: object;
  seed?: number;
  top_p?: number;
  temperature?: number;
  max_completion_tokens?: number;
  reasoning_effort?: string;
}

/** What a judge model answered. */
export interface JudgeReply {
  /** Null if it refused. */
  content: string | null;
  refusal: string | null;
  /** `stop`, `length`, `content_filter`, ...; null if not given. */
  finishReason: string | null;
  /** The model that answered, by the service's name. */
  model: string;
  usage: TokenUsage | null;
}

/** What a deployment answered, including the tools it called. */
export interface DeploymentReply extends JudgeReply {
  /** In the form of chat completions; absent if it called none. */
  toolCalls?: JsonValue[];
}

/** A judge model that can be asked. */
export interface Judge {
  /** Identifies this judge in messages and in the cache key: endpoint and deployment. */
  readonly name: string;
  /** @throws RftError if there is no answer */
  ask(request: JudgeRequest): Promise<JudgeReply>;
}

/** A deployment that takes any request: the port that `azure/deployment.ts` implements. */
export interface Deployment extends Judge {
  /**
   * @param request the body of chat completions, without `model`
   * @throws RftError if there is no answer
   */
  ask(request: object): Promise<DeploymentReply>;
}

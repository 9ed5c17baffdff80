import { type Context, Hono } from "hono";
import { type JsonObject, isJsonObject } from "#json/json-value.js";
import { deriveHex } from "#emulator/state/derive-id.js";
import { Refused } from "#emulator/state/refusals.js";
import { simulateChat } from "#emulator/simulate/chat.js";
import type { EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { Bindings } from "./bindings.js";
import { readBody } from "./read-body.js";

/** How often each request has come: a repeated question gets a new answer, as from a model. */
type Asked = Map<string, number>;

async function complete(
  body: JsonObject,
  deployment: string,
  { service, asked }: { service: EmulatedService; asked: Asked },
) {
  if (!Array.isArray(body["messages"]) || body["messages"].length === 0) {
    throw new Refused("chatRequestInvalid", { reason: "messages is missing or empty" });
  }
  const question = deriveHex(JSON.stringify([deployment, body]));
  const time = asked.get(question) ?? 0;
  asked.set(question, time + 1);
  const { content, usage } = simulateChat(body, { seed: service.seed, time });
  const created = await service.turn(({ now }) => Math.floor(now));
  return {
    id: `chatcmpl-${deriveHex(`${question} ${time}`).slice(0, 24)}`,
    object: "chat.completion",
    created,
    model: `${deployment} (simulated)`,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content, refusal: null } }],
    usage,
  };
}

async function bodyOf(context: Context<Bindings>): Promise<JsonObject> {
  const body = await readBody(context);
  if (isJsonObject(body)) return body;
  throw new Refused("chatRequestInvalid", { reason: "the body is no JSON object" });
}

/** `/chat/completions` on the v1 path: any deployment's name is accepted, and a simulation answers. */
export function createChatRoutes(service: EmulatedService): Hono<Bindings> {
  const asked: Asked = new Map();
  const routes = new Hono<Bindings>();
  routes.post("/chat/completions", async (context) => {
    const body = await bodyOf(context);
    const { model } = body;
    if (typeof model === "string" && model !== "")
      return context.json(await complete(body, model, { service, asked }));
    throw new Refused("chatRequestInvalid", { reason: "model is missing" });
  });
  return routes;
}

/** The same on the dated path, which names the deployment. */
export function createDatedChatRoutes(service: EmulatedService): Hono<Bindings> {
  const asked: Asked = new Map();
  const routes = new Hono<Bindings>();
  routes.post("/deployments/:deployment/chat/completions", async (context) =>
    context.json(await complete(await bodyOf(context), context.req.param("deployment"), { service, asked })),
  );
  return routes;
}

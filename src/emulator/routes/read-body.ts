import type { Context } from "hono";
import { type JsonValue, parseJson } from "#json/json-value.js";
import type { Bindings } from "./bindings.js";

/** The request's JSON body; undefined where it is not JSON. */
export async function readBody(context: Context<Bindings>): Promise<JsonValue | undefined> {
  try {
    return parseJson(await context.req.text());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

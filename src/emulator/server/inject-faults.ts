import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { type JsonValue, isJsonObject, parseJson } from "#json/json-value.js";
import type { FaultPlan } from "#emulator/faults/fault-plan.js";
import type { Fault, Sleep } from "#emulator/faults/fault-rule.js";
import { parseFaultHeader } from "#emulator/faults/parse-faults.js";
import { Refused } from "#emulator/state/refusals.js";
import type { Bindings } from "#emulator/routes/bindings.js";

/** The header in which a request orders its own fault. */
const faultHeader = "x-rft-fault";

type FaultContext = Context<Bindings>;

/** Replaces the whole answer, headers included. */
function answerWith(context: FaultContext, response: Response): void {
  context.res = undefined;
  context.res = response;
}

function reset(context: FaultContext): void {
  context.env.incoming.socket.resetAndDestroy();
  answerWith(context, new Response());
}

type ErrorAnswer = Omit<Extract<Fault, { kind: "status" }>, "kind">;

function refuse(context: FaultContext, answer: ErrorAnswer): void {
  const { status, code = String(status), message = systemError } = answer;
  const headers = new Headers({ "content-type": "application/json" });
  if (answer.retry_after !== undefined) headers.set("retry-after", String(answer.retry_after));
  if (answer.retry_after_ms !== undefined) headers.set("retry-after-ms", String(answer.retry_after_ms));
  answerWith(context, new Response(JSON.stringify({ error: { code, message } }), { status, headers }));
}

/** Recorded with status 500. */
const systemError = "A system error was encountered, please try again later";

const page =
  "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in to this network.</body></html>";

function showPage(context: FaultContext, status: number): void {
  answerWith(context, new Response(page, { status, headers: { "content-type": "text/html" } }));
}

/** Sends half of an answer that announced its full length, then closes the connection. */
async function sendHalf(context: FaultContext): Promise<void> {
  const { status } = context.res;
  const headers = new Headers(context.res.headers);
  const body = new Uint8Array(await context.res.arrayBuffer());
  headers.set("content-length", String(body.length));
  const half = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(body.subarray(0, Math.floor(body.length / 2))),
    // Called for more data, and so after the half has been passed on.
    pull: (controller) => {
      context.env.incoming.socket.end();
      controller.close();
    },
  });
  answerWith(context, new Response(half, { status, headers }));
}

function swapNeighbours(entries: readonly JsonValue[]): JsonValue[] {
  const pairs = entries.flatMap((_, index) => (index % 2 === 0 ? [entries.slice(index, index + 2)] : []));
  return pairs.flatMap((pair) => pair.toReversed());
}

/** Changes the entries of a list answer; leaves any other answer alone. */
async function changeList(
  context: FaultContext,
  change: (entries: readonly JsonValue[]) => JsonValue[],
): Promise<void> {
  const { status, headers } = context.res;
  if (headers.get("content-type")?.startsWith("application/json") !== true) return;
  const body = parseJson(await context.res.text());
  const isList = isJsonObject(body) && Array.isArray(body["data"]);
  const changed = isList ? { ...body, data: change([body["data"] ?? []].flat()) } : body;
  answerWith(context, Response.json(changed, { status }));
}

type EarlyFault = Extract<Fault, { kind: "latency" | "status" | "expired-token" | "reset" | "html" }>;
type LateFault = Exclude<Fault, EarlyFault>;

const early: ReadonlySet<string> = new Set<EarlyFault["kind"]>([
  "latency",
  "status",
  "expired-token",
  "reset",
  "html",
]);

function isEarly(fault: Fault): fault is EarlyFault {
  return early.has(fault.kind);
}

/** Keeps a request from the service, or delays it. */
async function hinder(
  fault: EarlyFault,
  context: FaultContext,
  { serve, wait }: Surroundings,
): Promise<void> {
  switch (fault.kind) {
    case "latency":
      await wait(fault.seconds);
      return serve();
    case "status":
      return refuse(context, fault);
    case "expired-token":
      throw new Refused("tokenMissing");
    case "reset":
      return reset(context);
    case "html":
      return showPage(context, fault.status);
  }
}

/** Spoils the answer to a request that took effect. */
async function spoil(fault: LateFault, context: FaultContext, { serve, wait }: Surroundings): Promise<void> {
  await serve();
  switch (fault.kind) {
    case "silence":
      return wait(fault.seconds);
    case "effect-then-status":
      return refuse(context, fault);
    case "effect-then-reset":
      return reset(context);
    case "half-body":
      return sendHalf(context);
    case "content-type":
      return context.res.headers.set("content-type", fault.type);
    case "duplicate":
      return changeList(context, (entries) => entries.flatMap((entry) => [entry, entry]));
    case "reorder":
      return changeList(context, swapNeighbours);
  }
}

interface Surroundings {
  serve: () => Promise<void>;
  wait: (seconds: number) => Promise<void>;
}

/** Makes requests fail as the plan or their own header says, where a network or a gateway would. */
export function injectFaults(plan: FaultPlan, sleep: Sleep) {
  return createMiddleware<Bindings>(async (context, next) => {
    const asked = context.req.header(faultHeader);
    const fault =
      asked === undefined ? plan.strike(context.req.method, context.req.path) : parseFaultHeader(asked);
    if (!fault) return next();
    const gone = new AbortController();
    context.env.outgoing.once("close", () => gone.abort());
    const wait = (seconds: number) => sleep(seconds * 1000, gone.signal);
    try {
      const surroundings = { serve: next, wait };
      await (isEarly(fault) ? hinder(fault, context, surroundings) : spoil(fault, context, surroundings));
    } catch (error) {
      if (!gone.signal.aborted) throw error;
      // The client has gone.
      answerWith(context, new Response());
    }
  });
}

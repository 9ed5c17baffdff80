import { expect } from "vitest";

/** One request that is expected, and its answer. */
export interface Exchange {
  /** `GET /openai/v1/fine_tuning/jobs/ftjob-1` */
  request: string;
  status?: number;
  /** An object is sent as JSON, a string as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  /** The answer's headers arrive, then the line is cut. */
  cutBody?: boolean;
  /** The network's word for the cut, where it has one. */
  bodyError?: string;
  /** Instead of an answer: what `fetch` rejects with. */
  failure?: Error;
}

/** A request that was made. */
export interface SentRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: unknown;
  redirect: string | undefined;
}

function causeOf({ bodyError }: Exchange): Error | undefined {
  return bodyError === undefined ? undefined : Object.assign(new Error(bodyError), { code: bodyError });
}

/** A `fetch` that answers from a script, in order; anything else fails the test. */
export function scriptFetch(script: Exchange[]) {
  const sent: SentRequest[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    const method = init?.method?.toUpperCase() ?? "GET";
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : init?.body;
    const exchange = script[sent.length];
    sent.push({ method, url, headers: new Headers(init?.headers), body, redirect: init?.redirect });
    expect(`${method} ${url.pathname}`, `request ${sent.length}`).toBe(exchange?.request);
    if (exchange?.failure) throw exchange.failure;
    if (exchange?.cutBody) {
      const cut = new ReadableStream({
        start: (controller) => controller.error(new TypeError("terminated", { cause: causeOf(exchange) })),
      });
      return new Response(cut, {
        status: exchange.status ?? 200,
        headers: { "content-type": "application/json" },
      });
    }
    const isText = typeof exchange?.body === "string";
    return new Response(isText ? (exchange.body as string) : JSON.stringify(exchange?.body ?? {}), {
      status: exchange?.status ?? 200,
      headers: { "content-type": isText ? "text/html" : "application/json", ...exchange?.headers },
    });
  };
  return {
    fetch,
    sent,
    /** Fails where a part of the script was not played. */
    expectAllUsed: () => expect(sent.length, "requests made").toBe(script.length),
  };
}

/** One request that is expected, and its answer. */
export interface Exchange {
    /** `GET /openai/v1/fine_tuning/jobs/ftjob-1` */
    request: string;
    status?: number;
    /** An object is sent as JSON, a string as it is. */
    body?: unknown;
    headers?: Record<string, string>;
    /** Instead of an answer: what `fetch` rejects with. */
    failure?: Error;
}
/** A request that was made. */
export interface SentRequest {
    method: string;
    url: URL;
    headers: Headers;
    body: unknown;
}
/** A `fetch` that answers from a script, in order; anything else fails the test. */
export declare function scriptFetch(script: Exchange[]): {
    fetch: typeof globalThis.fetch;
    sent: SentRequest[];
    /** Fails where a part of the script was not played. */
    expectAllUsed: () => void;
};

import type * as z from "zod";
import { RftError } from "#errors.js";
import type { FineTuningApi, PageQuery } from "#service/api.js";
import {
  checkpointPageAnswer,
  deletionAnswer,
  evalOutputItemAnswer,
  evalOutputPageAnswer,
  evalRunPageAnswer,
  eventPageAnswer,
  fileAnswer,
  filePageAnswer,
  graderRunAnswer,
  jobAnswer,
  jobPageAnswer,
  validatedGraderAnswer,
} from "./answer-shapes.js";
import { type Connection, endpointOf, isDated } from "./config.js";
import { toCreateError } from "./to-rft-error.js";
import { createMultipart, openContent } from "./multipart.js";
import { createServiceClock } from "./service-clock.js";
import { type ApiRequest, type ClientOptions, type Transport, createTransport, minute } from "./transport.js";
import { createUploads, hasUploads } from "./uploads.js";

function filePath(id: string, rest = ""): string {
  return `/files/${encodeURIComponent(id)}${rest}`;
}

function jobPath(id: string, rest = ""): string {
  return `/fine_tuning/jobs/${encodeURIComponent(id)}${rest}`;
}

function evalPath(id: string, ...rest: readonly string[]): string {
  return ["/evals", ...[id, ...rest].map(encodeURIComponent)].join("/");
}

// The v1 specification asks for this header; the page on evaluations of 2026 omits it. The service accepts both.
const evalHeaders = { "aoai-evals": "preview" };

function pageQuery({ after, limit }: PageQuery = {}): Record<string, string | number> {
  return { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
}

function evalPage(query?: PageQuery) {
  return { query: pageQuery(query), headers: evalHeaders };
}

// Azure v1 specification 31c65e1, runGrader and validateGrader; the dated specifications have neither.
function onV1Only(verb: string, apiVersion: string): RftError {
  return new RftError("configuration", `graders/${verb} does not stand on the path of ${apiVersion}`, {
    hint: "Leave the API version out (AZURE_OPENAI_API_VERSION, --api-version): the v1 path has it.",
  });
}

function reading(transport: Transport) {
  return async <T>(path: string, shape: z.ZodType<T>, more: Pick<ApiRequest, "query" | "headers"> = {}) =>
    transport.call({ method: "get", path, ...more }, shape);
}

function filesBy(transport: Transport) {
  const read = reading(transport);
  return {
    async uploadFile(file, onSent) {
      const content = await openContent(file);
      const form = { fields: { purpose: "fine-tune" }, name: "file", filename: file.filename, content };
      const sent = { ...createMultipart(form, onSent), retry: false, timeout: 30 * minute };
      return transport.call({ method: "post", path: "/files", ...sent }, fileAnswer);
    },
    getFile: async (id) => read(filePath(id), fileAnswer),
    listFiles: async ({ purpose, ...page } = {}) =>
      read("/files", filePageAnswer, {
        query: { ...(purpose !== undefined && { purpose }), ...pageQuery(page) },
      }),
    deleteFile: (id) => transport.call({ method: "delete", path: filePath(id) }, deletionAnswer),
    readFile: (id) => transport.text({ method: "get", path: filePath(id, "/content") }),
  } satisfies Partial<FineTuningApi>;
}

function jobsBy(transport: Transport) {
  const path = "/fine_tuning/jobs";
  const read = reading(transport);
  return {
    createJob: (body) =>
      transport.call({ method: "post", path, body, retry: false }, jobAnswer, toCreateError),
    getJob: async (id) => read(jobPath(id), jobAnswer),
    listJobs: async (query) => read(path, jobPageAnswer, { query: pageQuery(query) }),
    pauseJob: (id) => transport.call({ method: "post", path: jobPath(id, "/pause") }, jobAnswer),
    resumeJob: (id) => transport.call({ method: "post", path: jobPath(id, "/resume") }, jobAnswer),
    cancelJob: (id) => transport.call({ method: "post", path: jobPath(id, "/cancel") }, jobAnswer),
    listEvents: async (id, query) =>
      read(jobPath(id, "/events"), eventPageAnswer, { query: pageQuery(query) }),
    listCheckpoints: async (id, query) =>
      read(jobPath(id, "/checkpoints"), checkpointPageAnswer, { query: pageQuery(query) }),
  } satisfies Partial<FineTuningApi>;
}

// Azure v1 specification 31c65e1; the dated specification 2025-04-01-preview has the same paths.
function evalsBy(transport: Transport) {
  const read = reading(transport);
  return {
    listEvalRuns: async (id, query) => read(evalPath(id, "runs"), evalRunPageAnswer, evalPage(query)),
    listEvalOutputItems: async (id, run, query) =>
      read(evalPath(id, "runs", run, "output_items"), evalOutputPageAnswer, evalPage(query)),
    getEvalOutputItem: async (id, run, item) =>
      read(evalPath(id, "runs", run, "output_items", item), evalOutputItemAnswer, { headers: evalHeaders }),
  } satisfies Partial<FineTuningApi>;
}

function gradersBy(transport: Transport, { apiVersion }: Connection) {
  const call = async <T>(verb: "run" | "validate", body: object, shape: z.ZodType<T>): Promise<T> => {
    if (apiVersion !== undefined && isDated(apiVersion)) throw onV1Only(verb, apiVersion);
    const path = `/fine_tuning/alpha/graders/${verb}`;
    return transport.call({ method: "post", path, body, timeout: 3 * minute }, shape);
  };
  return {
    validateGrader: async (grader) => call("validate", { grader }, validatedGraderAnswer),
    runGrader: async (request) => call("run", request, graderRunAnswer),
  } satisfies Partial<FineTuningApi>;
}

/** The service over the network, by key or Entra ID, on the v1 path or a dated one. */
export function createClient(connection: Connection, options: ClientOptions): FineTuningApi {
  const clock = createServiceClock(() => performance.now());
  const transport = createTransport(connection, { ...options, clock });
  return {
    endpoint: endpointOf(connection),
    serviceTime: () => clock.now(),
    simulatedAhead: () => clock.simulatedAhead(),
    uploads: hasUploads(connection) ? createUploads(transport) : undefined,
    ...filesBy(transport),
    ...jobsBy(transport),
    ...evalsBy(transport),
    ...gradersBy(transport, connection),
  };
}

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
} from "./answers.js";
import { type Connection, endpointOf, isDated } from "./config.js";
import { toCreateError } from "./errors.js";
import { createMultipart, openContent } from "./multipart.js";
import { type ClientOptions, type Transport, createTransport, minute } from "./transport.js";
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

// The v1 specification asks for it; the page on evaluations of 2026 does without. Both take it.
const evalHeaders = { "aoai-evals": "preview" };

function pageQuery({ after, limit }: PageQuery): Record<string, string | number> {
  return { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
}

// Azure v1 specification 31c65e1, runGrader and validateGrader; the dated specifications have neither.
function onV1Only(verb: string, apiVersion: string): RftError {
  return new RftError("configuration", `graders/${verb} does not stand on the path of ${apiVersion}`, {
    hint: "Leave the API version out (AZURE_OPENAI_API_VERSION, --api-version): the v1 path has it.",
  });
}

type Files = Pick<FineTuningApi, "uploadFile" | "getFile" | "listFiles" | "deleteFile" | "readFile">;
type Evals = Pick<FineTuningApi, "listEvalRuns" | "listEvalOutputItems" | "getEvalOutputItem">;
type Graders = Pick<FineTuningApi, "validateGrader" | "runGrader">;
type Jobs = Omit<FineTuningApi, "endpoint" | "uploads" | keyof Files | keyof Evals | keyof Graders>;

function filesBy(transport: Transport): Files {
  return {
    async uploadFile(file, onSent) {
      const content = await openContent(file);
      const form = { fields: { purpose: "fine-tune" }, name: "file", filename: file.filename, content };
      return transport.call(
        {
          method: "post",
          path: "/files",
          ...createMultipart(form, onSent),
          retry: false,
          timeout: 30 * minute,
        },
        fileAnswer,
      );
    },
    getFile: (id) => transport.call({ method: "get", path: filePath(id) }, fileAnswer),
    listFiles: ({ purpose, ...page } = {}) =>
      transport.call(
        {
          method: "get",
          path: "/files",
          query: { ...(purpose !== undefined && { purpose }), ...pageQuery(page) },
        },
        filePageAnswer,
      ),
    deleteFile: (id) => transport.call({ method: "delete", path: filePath(id) }, deletionAnswer),
    readFile: (id) => transport.text({ method: "get", path: filePath(id, "/content") }),
  };
}

function jobsBy(transport: Transport): Jobs {
  return {
    createJob: (body) =>
      transport.call(
        { method: "post", path: "/fine_tuning/jobs", body, retry: false },
        jobAnswer,
        toCreateError,
      ),
    getJob: (id) => transport.call({ method: "get", path: jobPath(id) }, jobAnswer),
    listJobs: (query = {}) =>
      transport.call({ method: "get", path: "/fine_tuning/jobs", query: pageQuery(query) }, jobPageAnswer),
    pauseJob: (id) => transport.call({ method: "post", path: jobPath(id, "/pause") }, jobAnswer),
    resumeJob: (id) => transport.call({ method: "post", path: jobPath(id, "/resume") }, jobAnswer),
    cancelJob: (id) => transport.call({ method: "post", path: jobPath(id, "/cancel") }, jobAnswer),
    listEvents: (id, query = {}) =>
      transport.call(
        { method: "get", path: jobPath(id, "/events"), query: pageQuery(query) },
        eventPageAnswer,
      ),
    listCheckpoints: (id, query = {}) =>
      transport.call(
        { method: "get", path: jobPath(id, "/checkpoints"), query: pageQuery(query) },
        checkpointPageAnswer,
      ),
  };
}

// Azure v1 specification 31c65e1; the dated specification 2025-04-01-preview has the same paths.
function evalsBy(transport: Transport): Evals {
  return {
    listEvalRuns: (id, query = {}) =>
      transport.call(
        { method: "get", path: evalPath(id, "runs"), query: pageQuery(query), headers: evalHeaders },
        evalRunPageAnswer,
      ),
    listEvalOutputItems: (id, run, query = {}) =>
      transport.call(
        {
          method: "get",
          path: evalPath(id, "runs", run, "output_items"),
          query: pageQuery(query),
          headers: evalHeaders,
        },
        evalOutputPageAnswer,
      ),
    getEvalOutputItem: (id, run, item) =>
      transport.call(
        { method: "get", path: evalPath(id, "runs", run, "output_items", item), headers: evalHeaders },
        evalOutputItemAnswer,
      ),
  };
}

function gradersBy(transport: Transport, { apiVersion }: Connection): Graders {
  const call = async <T>(verb: "run" | "validate", body: object, shape: z.ZodType<T>): Promise<T> => {
    if (apiVersion !== undefined && isDated(apiVersion)) throw onV1Only(verb, apiVersion);
    const path = `/fine_tuning/alpha/graders/${verb}`;
    return transport.call({ method: "post", path, body, timeout: 3 * minute }, shape);
  };
  return {
    validateGrader: async (grader) => call("validate", { grader }, validatedGraderAnswer),
    runGrader: async (request) => call("run", request, graderRunAnswer),
  };
}

/** The service over the network, by key or Entra ID, on the v1 path or a dated one. */
export function createClient(connection: Connection, options: ClientOptions): FineTuningApi {
  const transport = createTransport(connection, options);
  return {
    endpoint: endpointOf(connection),
    uploads: hasUploads(connection) ? createUploads(transport) : undefined,
    ...filesBy(transport),
    ...jobsBy(transport),
    ...evalsBy(transport),
    ...gradersBy(transport, connection),
  };
}

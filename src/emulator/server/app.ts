import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { FaultPlan } from "#emulator/faults/fault-plan.js";
import type { Sleep } from "#emulator/faults/fault-rule.js";
import { injectFaults } from "./inject-faults.js";
import { Refused } from "#emulator/state/refusals.js";
import type { Bindings } from "#emulator/routes/bindings.js";
import { createChatRoutes, createDatedChatRoutes } from "#emulator/routes/chat-routes.js";
import { createEvalRoutes } from "#emulator/routes/eval-routes.js";
import { createFileRoutes } from "#emulator/routes/file-routes.js";
import { createGraderRoutes } from "#emulator/routes/grader-routes.js";
import { createDatedJobRoutes, createJobRoutes } from "#emulator/routes/job-routes.js";
import { createUploadRoutes } from "#emulator/routes/upload-routes.js";
import { simulatedAheadHeader } from "#service/simulated-clock.js";
import type { EmulatedService } from "#emulator/simulate/emulated-service.js";

/** The versions in the service's header (recorded, 2025-12; the real list is longer). */
const supportedVersions = "2024-10-21,2025-03-01-preview,2025-04-01-preview,2025-04-28,1";

/** Adds the headers of the service's gateway to every answer; its `Date` is the simulated clock's. */
function addGatewayHeaders(service: EmulatedService) {
  return createMiddleware<Bindings>(async (context, next) => {
    const started = performance.now();
    await next();
    const seconds = (performance.now() - started) / 1000;
    const { headers } = context.res;
    const now = service.now() * 1000;
    headers.set("date", new Date(now).toUTCString());
    headers.set(simulatedAheadHeader, ((now - Date.now()) / 1000).toFixed(3));
    headers.set("apim-request-id", randomUUID());
    headers.set("api-supported-versions", supportedVersions);
    headers.set("azureml-served-by-cluster", "azure-rft-emulator");
    headers.set("x-envoy-upstream-service-time", String(Math.round(seconds * 1000)));
    headers.set("x-ms-region", "East US 2");
    headers.set("x-request-time", seconds.toFixed(3));
    if (headers.get("content-type") === "application/json") {
      headers.set("content-type", "application/json; charset=utf-8");
    }
  });
}

/** Accepts the one API key, and any bearer token: nothing here could verify it. */
function checkCredential(apiKey: string) {
  return createMiddleware<Bindings>(async (context, next) => {
    const key = context.req.header("api-key");
    if (key !== undefined && key !== apiKey) throw new Refused("accessDenied");
    const hasToken = /^Bearer\s+\S/i.test(context.req.header("authorization") ?? "");
    if (key === undefined && !hasToken) throw new Refused("tokenMissing");
    await next();
  });
}

const requireVersion = createMiddleware<Bindings>(async (context, next) => {
  if (!context.req.query("api-version")) throw new Refused("apiVersionMissing");
  await next();
});

/** Where an emulator names its data dir; not a path of the service. */
export const identityPath = "/azure-rft-emulator";

export interface AppOptions {
  /** The only accepted key. */
  apiKey: string;
  dataDir: string;
  faults: FaultPlan;
  /** How faults wait. */
  sleep: Sleep;
}

/** The service's API in its four path styles: v1 and dated, for a resource and for a project. */
export function createApp(service: EmulatedService, options: AppOptions): Hono<Bindings> {
  const { apiKey, dataDir, faults, sleep } = options;
  const shared = new Hono<Bindings>()
    .route("/", createFileRoutes(service))
    .route("/", createJobRoutes(service))
    .route("/", createEvalRoutes(service));
  const v1 = new Hono<Bindings>()
    .route("/", shared)
    .route("/", createGraderRoutes(service))
    .route("/", createChatRoutes(service));
  const dated = new Hono<Bindings>()
    .use(requireVersion)
    .route("/", shared)
    .route("/", createDatedJobRoutes(service))
    .route("/", createDatedChatRoutes(service));

  // Only a resource's dated path has uploads: see azure/uploads.ts.
  const datedResource = new Hono<Bindings>().use(requireVersion).route("/", createUploadRoutes(service));

  const app = new Hono<Bindings>();
  app.get(identityPath, (context) => context.json({ dataDir }));
  app.use(addGatewayHeaders(service), injectFaults(faults, sleep), checkCredential(apiKey));
  // v1 first: its paths begin with the dated prefix too.
  for (const base of ["", "/api/projects/:project"]) {
    app.route(`${base}/openai/v1`, v1);
    app.route(`${base}/openai`, dated);
  }
  app.route("/openai", datedResource);
  const notFound = new Refused("resourceNotFound");
  app.notFound((context) => context.json(notFound.body, notFound.status));
  app.onError((error, context) =>
    error instanceof Refused
      ? context.json(error.body, error.status)
      : context.json(
          { error: { code: "internalFailure", message: `azure-rft emulator: ${error.message}` } },
          500,
        ),
  );
  return app;
}

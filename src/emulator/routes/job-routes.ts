import { Hono } from "hono";
import { cancelRecord, pauseRecord, resumeRecord } from "#emulator/api/change-record.js";
import { createJob } from "#emulator/api/create-job.js";
import { describeCheckpoints } from "#emulator/api/describe-checkpoints.js";
import { describeEvents } from "#emulator/api/describe-events.js";
import { describeJob } from "#emulator/api/describe-job.js";
import { pageOf } from "#emulator/api/list-page.js";
import { Refused } from "#emulator/state/refusals.js";
import type { JobRecord } from "#emulator/state/state.js";
import type { Present, EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { Bindings } from "./bindings.js";
import { readBody } from "./read-body.js";

/** The page sizes by default. */
const pages = { jobs: 20, events: 20, checkpoints: 10 } as const;

const changes = { cancel: cancelRecord, pause: pauseRecord, resume: resumeRecord } as const;

function findJob({ state }: Present, id: string): JobRecord {
  const job = state.jobs.get(id);
  if (!job) throw new Refused("entityNotFound");
  return job;
}

/** `/fine_tuning/jobs`: create, list, retrieve, cancel, pause, resume, events, checkpoints. */
export function createJobRoutes(service: EmulatedService): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const describe = ({ metadata, ...job }: JobRecord) =>
    describeJob({ ...job, ...(metadata && service.keepMetadata && { metadata }) });

  routes.post("/fine_tuning/jobs", async (context) => {
    const body = await readBody(context);
    const job = await service.turn((present) => {
      const record = createJob(body, present);
      present.state.jobs.set(record.id, record);
      return describe(record);
    });
    // The service's own Location lacks "/jobs/" (recorded, 2025-12).
    const { origin } = new URL(context.req.url);
    context.header("Location", `${origin}/openai/fine_tuning/${job.id}?api-version=1`);
    context.header("x-ms-response-type", "standard");
    return context.json(job, 201);
  });

  routes.get("/fine_tuning/jobs", async (context) => {
    const { limit, after } = context.req.query();
    const jobs = await service.turn(({ state }) => [...state.jobs.values()].toReversed().map(describe));
    return context.json(pageOf(jobs, { limit, after }, pages.jobs));
  });

  routes.get("/fine_tuning/jobs/:id", async (context) => {
    const id = context.req.param("id");
    return context.json(await service.turn((present) => describe(findJob(present, id))));
  });

  for (const [verb, change] of Object.entries(changes)) {
    routes.post(`/fine_tuning/jobs/:id/${verb}`, async (context) => {
      const id = context.req.param("id") ?? "";
      const job = await service.turn((present) => {
        const changed = change(findJob(present, id), present);
        present.state.jobs.set(id, changed);
        return describe(changed);
      });
      return context.json(job);
    });
  }

  routes.get("/fine_tuning/jobs/:id/events", async (context) => {
    const { limit, after } = context.req.query();
    const id = context.req.param("id");
    const events = await service.turn((present) => describeEvents(findJob(present, id)));
    return context.json(pageOf(events, { limit, after }, pages.events));
  });

  routes.get("/fine_tuning/jobs/:id/checkpoints", async (context) => {
    const { limit, after } = context.req.query();
    const id = context.req.param("id");
    const checkpoints = await service.turn((present) => describeCheckpoints(findJob(present, id)));
    return context.json(pageOf(checkpoints, { limit, after }, pages.checkpoints));
  });

  return routes;
}

/** Only the dated path can delete a job, and it reports success even for one that does not exist. */
export function createDatedJobRoutes(service: EmulatedService): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.delete("/fine_tuning/jobs/:id", async (context) => {
    await service.turn(({ state }) => state.jobs.delete(context.req.param("id")));
    return context.body(null, 204);
  });
  return routes;
}

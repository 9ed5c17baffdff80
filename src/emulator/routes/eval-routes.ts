import { Hono } from "hono";
import {
  type EvalRunRecord,
  describeEval,
  describeEvalRun,
  describeOutputItem,
  evalRunsOf,
} from "#emulator/api/describe-evals.js";
import { pageOf } from "#emulator/api/list-page.js";
import { Refused } from "#emulator/state/refusals.js";
import { createEvaluationReplay } from "#emulator/simulate/replay-evaluation.js";
import type { JobRecord } from "#emulator/state/state.js";
import type { Present, EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { Bindings } from "./bindings.js";

/** The page size by default (both specifications). */
const pageLimit = 20;

function findJob({ state }: Present, evalId: string): JobRecord {
  const job = [...state.jobs.values()].find((one) => one.evalId === evalId);
  if (!job) throw new Refused("entityNotFound");
  return job;
}

function findRun(job: JobRecord, runId: string): EvalRunRecord {
  const run = evalRunsOf(job).find(({ id }) => id === runId);
  if (!run) throw new Refused("entityNotFound");
  return run;
}

/** `/evals`: each job's own evaluation, read-only. */
export function createEvalRoutes(service: EmulatedService): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const replay = createEvaluationReplay(service);

  async function answersOf(job: JobRecord, { step, record }: EvalRunRecord, { state }: Present) {
    if (!record) return [];
    const answers = await replay(job, step, state);
    if (!answers) throw new Refused("entityNotFound");
    return answers;
  }

  /** A run's items, in row order. */
  async function itemsOf(present: Present, evalId: string, runId: string) {
    const job = findJob(present, evalId);
    const run = findRun(job, runId);
    const answers = await answersOf(job, run, present);
    return answers.map((answer, index) => describeOutputItem(run, job, { answer, index }));
  }

  routes.get("/evals/:id", async (context) => {
    const id = context.req.param("id");
    return context.json(await service.turn((present) => describeEval(findJob(present, id))));
  });

  routes.get("/evals/:id/runs", async (context) => {
    const { limit, after } = context.req.query();
    const id = context.req.param("id");
    const page = await service.turn(async (present) => {
      const job = findJob(present, id);
      const { data, ...rest } = pageOf(evalRunsOf(job), { limit, after }, pageLimit);
      const runs = [];
      for (const run of data) runs.push(describeEvalRun(run, job, await answersOf(job, run, present)));
      return { ...rest, data: runs };
    });
    return context.json(page);
  });

  routes.get("/evals/:id/runs/:run/output_items", async (context) => {
    const { limit, after } = context.req.query();
    const { id, run } = context.req.param();
    const items = await service.turn((present) => itemsOf(present, id, run));
    return context.json(pageOf(items, { limit, after }, pageLimit));
  });

  routes.get("/evals/:id/runs/:run/output_items/:item", async (context) => {
    const { id, run, item } = context.req.param();
    const items = await service.turn((present) => itemsOf(present, id, run));
    const found = items.find((one) => one.id === item);
    if (!found) throw new Refused("entityNotFound");
    return context.json(found);
  });

  return routes;
}

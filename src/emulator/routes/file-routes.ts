import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { describeFile } from "#emulator/api/describe-file.js";
import { keepFile } from "#emulator/api/keep-file.js";
import { pageOf } from "#emulator/api/list-page.js";
import { receiveUpload } from "#emulator/api/receive-upload.js";
import { Refused } from "#emulator/state/refusals.js";
import { writeResults } from "#emulator/api/results-csv.js";
import type { FileRecord } from "#emulator/state/state.js";
import type { Present, EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { Bindings } from "./bindings.js";

/** The version in a file's Location header, whatever version the request named (recorded, 2025-12). */
const locationVersion = "2025-03-01-preview";
const defaultPage = 100;

function findFile({ state }: Present, id: string): FileRecord {
  const file = state.files.get(id);
  if (!file) throw new Refused("entityNotFound");
  return file;
}

/** A result file grows with its job, so its record does not hold the size. */
function describe(file: FileRecord, { state, now }: Present) {
  const job = file.resultOf === undefined ? undefined : state.jobs.get(file.resultOf);
  return describeFile(job ? { ...file, bytes: Buffer.byteLength(writeResults(job)) } : file, now);
}

/** `/files`: upload, list, retrieve, read content, delete. */
export function createFileRoutes(service: EmulatedService): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  let uploads = 0;

  routes.post("/files", async (context) => {
    const path = service.contentPath(`incoming-${uploads++}`);
    const upload = await receiveUpload(context.env.incoming, {
      path,
      maxBytes: service.rules.fileBytes.value,
    });
    const file = await service.turn(async (present) =>
      describe(await keepFile(path, upload, { service, present }), present),
    );
    const { origin } = new URL(context.req.url);
    context.header("Location", `${origin}/openai/files/${file.id}?api-version=${locationVersion}`);
    return context.json(file, 201);
  });

  routes.get("/files", async (context) => {
    const { purpose, limit, after } = context.req.query();
    const files = await service.turn((present) =>
      [...present.state.files.values()].toReversed().map((file) => describe(file, present)),
    );
    const wanted = files.filter((file) => purpose === undefined || file.purpose === purpose);
    return context.json(pageOf(wanted, { limit, after }, defaultPage));
  });

  routes.get("/files/:id", async (context) => {
    const id = context.req.param("id");
    return context.json(await service.turn((present) => describe(findFile(present, id), present)));
  });

  routes.get("/files/:id/content", async (context) => {
    const id = context.req.param("id");
    const results = await service.turn((present) => {
      const file = findFile(present, id);
      const job = file.resultOf === undefined ? undefined : present.state.jobs.get(file.resultOf);
      return job && writeResults(job);
    });
    context.header("Content-Type", "application/octet-stream");
    if (results !== undefined) return context.body(results);
    return new Response(Readable.toWeb(createReadStream(service.contentPath(id))) as ReadableStream, {
      headers: { "Content-Type": "application/octet-stream" },
    });
  });

  routes.delete("/files/:id", async (context) => {
    const id = context.req.param("id");
    const deleted = await service.turn(async ({ state }) => {
      // Only an id that we issued may become a path.
      const known = state.files.delete(id);
      if (known) await rm(service.contentPath(id), { force: true });
      return known;
    });
    return context.json({ object: "file", deleted, id });
  });

  return routes;
}

import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Hono } from "hono";
import * as z from "zod";
import { describeFile } from "#emulator/api/describe-file.js";
import { keepFile } from "#emulator/api/keep-file.js";
import { deriveHex } from "#emulator/state/derive-id.js";
import { type UploadRequest, hashFile, receiveContent } from "#emulator/api/receive-upload.js";
import { Refused } from "#emulator/state/refusals.js";
import type { FileRecord } from "#emulator/state/state.js";
import type { Present, EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { Bindings } from "./bindings.js";
import { readBody } from "./read-body.js";

/** An upload in progress. Not saved: a restart forgets it. */
interface UploadRecord {
  id: string;
  createdAt: number;
  expiresAt: number;
  filename: string;
  bytes: number;
  purpose: string;
  status: "pending" | "completed" | "cancelled";
  parts: Set<string>;
  file?: FileRecord;
}

const startBody = z.object({
  filename: z.string().min(1),
  bytes: z.int().positive(),
  purpose: z.literal("fine-tune"),
  mime_type: z.string().min(1),
});
const completeBody = z.object({ part_ids: z.array(z.string()).min(1), md5: z.string().optional() });

function bind<T>(schema: z.ZodType<T>, body: unknown): T {
  const bound = schema.safeParse(body);
  if (bound.success) return bound.data;
  const [issue] = bound.error.issues;
  throw new Refused("uploadRequestInvalid", { reason: `${issue?.path.join(".")}: ${issue?.message}` });
}

/** Joins parts into one file, in the given order, and returns its path. */
async function joinParts(
  service: EmulatedService,
  upload: UploadRecord,
  ids: readonly string[],
): Promise<string> {
  const unknown = ids.find((id) => !upload.parts.has(id));
  if (unknown !== undefined) throw new Refused("uploadPartUnknown", { part: unknown });
  const path = service.contentPath(`incoming-${upload.id}`);
  for (const [index, id] of ids.entries()) {
    const target = createWriteStream(path, { flags: index === 0 ? "w" : "a" });
    await pipeline(createReadStream(service.contentPath(id)), target);
  }
  return path;
}

function startUpload(
  { filename, bytes, purpose }: z.infer<typeof startBody>,
  present: Present,
): UploadRecord {
  const { now, rules } = present;
  const expiresAt = now + rules.uploads.value.seconds;
  const id = present.newId("upload");
  return { id, createdAt: now, expiresAt, filename, bytes, purpose, status: "pending", parts: new Set() };
}

/** An upload's current state; one not completed in time has expired. */
function describeUpload(upload: UploadRecord, now: number) {
  return {
    object: "upload",
    id: upload.id,
    created_at: Math.floor(upload.createdAt),
    filename: upload.filename,
    bytes: upload.bytes,
    purpose: upload.purpose,
    status: upload.status === "pending" && now > upload.expiresAt ? "expired" : upload.status,
    expires_at: Math.floor(upload.expiresAt),
    ...(upload.file && { file: describeFile(upload.file, now) }),
  };
}

/** Finds an upload that still accepts parts. */
function findOpen(uploads: ReadonlyMap<string, UploadRecord>, id: string, now: number): UploadRecord {
  const upload = uploads.get(id);
  if (!upload) throw new Refused("entityNotFound");
  const { status } = describeUpload(upload, now);
  if (status !== "pending") throw new Refused("uploadOver", { status });
  return upload;
}

async function dropParts(service: EmulatedService, { parts }: UploadRecord): Promise<void> {
  for (const part of parts) await rm(service.contentPath(part), { force: true });
}

/** Makes a file of an upload's parts, unless its size is not the announced one or there is no room. */
async function complete(
  service: EmulatedService,
  upload: UploadRecord,
  ids: readonly string[],
  present: Present,
): Promise<void> {
  const path = await joinParts(service, upload, ids);
  const { filename, purpose, bytes: expected } = upload;
  const { bytes, sha256 } = await hashFile(path);
  if (bytes !== expected) {
    await rm(path, { force: true });
    throw new Refused("uploadSize", { bytes, expected });
  }
  upload.file = await keepFile(path, { filename, purpose, bytes, sha256 }, { service, present });
  upload.status = "completed";
  await dropParts(service, upload);
}

/** Receives a part's content and returns its id. Checks before and after that the upload accepts parts. */
async function receivePart(
  service: EmulatedService,
  request: UploadRequest,
  find: (now: number) => UploadRecord,
): Promise<{ id: string; createdAt: number }> {
  const id = await service.turn((present) => {
    find(present.now);
    return present.newId("part");
  });
  await receiveContent(request, {
    path: service.contentPath(id),
    maxBytes: service.rules.uploads.value.partBytes,
    field: "data",
  });
  return service.turn(({ now }) => {
    find(now).parts.add(id);
    return { id, createdAt: Math.floor(now) };
  });
}

/** `/uploads`: start, add parts, complete, cancel; by the Azure OpenAI authoring specification 2025-04-01-preview. */
export function createUploadRoutes(service: EmulatedService): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const uploads = new Map<string, UploadRecord>();

  routes.post("/uploads", async (context) => {
    const body = bind(startBody, await readBody(context));
    const answer = await service.turn((present) => {
      const upload = startUpload(body, present);
      uploads.set(upload.id, upload);
      return describeUpload(upload, present.now);
    });
    return context.json(answer);
  });

  routes.post("/uploads/:id/parts", async (context) => {
    const uploadId = context.req.param("id");
    const { id, createdAt } = await receivePart(service, context.env.incoming, (now) =>
      findOpen(uploads, uploadId, now),
    );
    return context.json({
      object: "upload.part",
      created_at: createdAt,
      id,
      upload_id: uploadId,
      azure_block_id: deriveHex(id),
    });
  });

  routes.post("/uploads/:id/complete", async (context) => {
    const { part_ids: ids } = bind(completeBody, await readBody(context));
    const answer = await service.turn(async (present) => {
      const upload = findOpen(uploads, context.req.param("id"), present.now);
      await complete(service, upload, ids, present);
      return describeUpload(upload, present.now);
    });
    return context.json(answer);
  });

  routes.post("/uploads/:id/cancel", async (context) => {
    const answer = await service.turn(async ({ now }) => {
      const upload = findOpen(uploads, context.req.param("id"), now);
      upload.status = "cancelled";
      await dropParts(service, upload);
      return describeUpload(upload, now);
    });
    return context.json(answer);
  });

  return routes;
}

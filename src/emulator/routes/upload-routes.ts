import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Hono } from "hono";
import * as z from "zod";
import { checkFileQuota } from "#emulator/api/check-file-quota.js";
import { describeFile } from "#emulator/api/describe-file.js";
import { deriveHex } from "#emulator/state/derive-id.js";
import { hashFile, receiveContent } from "#emulator/api/receive-upload.js";
import { Refused } from "#emulator/state/refusals.js";
import { processingSeconds } from "#emulator/simulate/schedule.js";
import type { FileRecord } from "#emulator/state/state.js";
import type { Present, World } from "#emulator/simulate/world.js";
import type { Bindings } from "./bindings.js";
import { readBody } from "./read-body.js";

/** An upload under way. It is not saved: an emulator that is started anew has forgotten it. */
interface UploadRecord {
  id: string;
  createdAt: number;
  filename: string;
  bytes: number;
  purpose: string;
  status: "pending" | "completed" | "cancelled";
  /** The ids of its parts. */
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

/** The content of parts in one file, in the order given; its path. */
async function joinParts(world: World, upload: UploadRecord, ids: readonly string[]): Promise<string> {
  const unknown = ids.find((id) => !upload.parts.has(id));
  if (unknown !== undefined) throw new Refused("uploadPartUnknown", { part: unknown });
  const path = world.contentPath(`incoming-${upload.id}`);
  for (const [index, id] of ids.entries()) {
    const target = createWriteStream(path, { flags: index === 0 ? "w" : "a" });
    await pipeline(createReadStream(world.contentPath(id)), target);
  }
  return path;
}

/** Makes joined content a file of the service, unless it is not as long as was said, or there is no room. */
async function keepAsFile(
  world: World,
  { filename, purpose, bytes: expected }: UploadRecord,
  path: string,
  present: Present,
): Promise<FileRecord> {
  const { bytes, sha256 } = await hashFile(path);
  try {
    if (bytes !== expected) throw new Refused("uploadSize", { bytes, expected });
    checkFileQuota(bytes, present);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  const id = present.newId("file");
  await rename(path, world.contentPath(id));
  const { now } = present;
  return { id, createdAt: now, processedAt: now + processingSeconds, filename, purpose, bytes, sha256 };
}

/** `/uploads`: start, add parts, complete, cancel; after the Azure OpenAI authoring specification 2025-04-01-preview. */
export function createUploadRoutes(world: World): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const uploads = new Map<string, UploadRecord>();
  const { partBytes, seconds } = world.rules.uploads.value;

  const describe = (upload: UploadRecord, { now }: Pick<Present, "now">) => ({
    object: "upload",
    id: upload.id,
    created_at: Math.floor(upload.createdAt),
    filename: upload.filename,
    bytes: upload.bytes,
    purpose: upload.purpose,
    status: upload.status === "pending" && now > upload.createdAt + seconds ? "expired" : upload.status,
    expires_at: Math.floor(upload.createdAt + seconds),
    ...(upload.file && { file: describeFile(upload.file, now) }),
  });

  /** An upload that still takes parts. */
  const findOpen = (id: string, now: number): UploadRecord => {
    const upload = uploads.get(id);
    if (!upload) throw new Refused("entityNotFound");
    const { status } = describe(upload, { now });
    if (status !== "pending") throw new Refused("uploadOver", { status });
    return upload;
  };

  const dropParts = async ({ parts }: UploadRecord) => {
    for (const part of parts) await rm(world.contentPath(part), { force: true });
  };

  routes.post("/uploads", async (context) => {
    const { filename, bytes, purpose } = bind(startBody, await readBody(context));
    const answer = await world.turn((present) => {
      const id = present.newId("upload");
      const upload: UploadRecord = {
        id,
        createdAt: present.now,
        filename,
        bytes,
        purpose,
        status: "pending",
        parts: new Set(),
      };
      uploads.set(id, upload);
      return describe(upload, present);
    });
    return context.json(answer);
  });

  routes.post("/uploads/:id/parts", async (context) => {
    const uploadId = context.req.param("id");
    const id = await world.turn((present) => {
      findOpen(uploadId, present.now);
      return present.newId("part");
    });
    await receiveContent(context.env.incoming, {
      path: world.contentPath(id),
      maxBytes: partBytes,
      field: "data",
    });
    const createdAt = await world.turn(({ now }) => {
      findOpen(uploadId, now).parts.add(id);
      return Math.floor(now);
    });
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
    const answer = await world.turn(async (present) => {
      const upload = findOpen(context.req.param("id"), present.now);
      const path = await joinParts(world, upload, ids);
      upload.file = await keepAsFile(world, upload, path, present);
      upload.status = "completed";
      present.state.files.set(upload.file.id, upload.file);
      await dropParts(upload);
      return describe(upload, present);
    });
    return context.json(answer);
  });

  routes.post("/uploads/:id/cancel", async (context) => {
    const answer = await world.turn(async (present) => {
      const upload = findOpen(context.req.param("id"), present.now);
      upload.status = "cancelled";
      await dropParts(upload);
      return describe(upload, present);
    });
    return context.json(answer);
  });

  return routes;
}

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { Refused } from "#emulator/state/refusals.js";

/** An upload whose bytes are on disk. */
export interface Upload {
  filename: string;
  purpose: string;
  bytes: number;
  sha256: string;
}

/** An upload's limits and where it goes. */
export interface UploadTarget {
  path: string;
  maxBytes: number;
  /** The name of the field that holds the content; `file` by default. */
  field?: string;
}

/** A request whose body has not been read. */
export type UploadRequest = Readable & { headers: IncomingHttpHeaders };

/** A form's content, written to disk. */
type Content = Pick<Upload, "filename" | "bytes" | "sha256">;

/** Where a file's bytes go, and what aborts the write. */
interface Destination {
  path: string;
  signal: AbortSignal;
}

async function writeContent(
  stream: BusboyFileStream,
  filename: string,
  { path, signal }: Destination,
): Promise<Content> {
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(undefined, chunk);
    },
  });
  await pipeline(stream, measure, createWriteStream(path), { signal });
  return { filename, bytes, sha256: hash.digest("hex") };
}

/** Collects the form's fields and streams the content's field to the target. */
async function receiveParts(
  request: UploadRequest,
  contentType: string,
  { path, maxBytes, field = "file" }: UploadTarget,
) {
  const fields = new Map<string, string>();
  let content: Promise<Content> | undefined;
  let tooLarge = false;
  const broken = new AbortController();
  const parser = new Busboy({
    headers: { ...request.headers, "content-type": contentType },
    limits: { fileSize: maxBytes },
  });
  parser.on("field", (name, value) => fields.set(name, value));
  parser.on("file", (name, stream, filename) => {
    if (name !== field || content) {
      stream.resume();
      return;
    }
    stream.on("limit", () => (tooLarge = true));
    content = writeContent(stream, filename, { path, signal: broken.signal });
    // A broken upload is reported below; until then it must not count as an unhandled rejection.
    content.catch(() => undefined);
  });
  try {
    await pipeline(request, parser);
  } catch (error) {
    // The parser does not close a file whose request broke off; what was written can be removed only once it is closed.
    broken.abort();
    await content?.catch(() => undefined);
    throw error;
  }
  return { fields, content: await content, tooLarge };
}

/**
 * Streams a multipart form's content to a file, never holding it in memory. Leaves no file behind on failure.
 * @throws Refused where the body is not multipart, lacks the field, or the content is too large
 */
export async function receiveContent(
  request: UploadRequest,
  target: UploadTarget,
): Promise<{ fields: ReadonlyMap<string, string>; content: Content }> {
  const contentType = request.headers["content-type"] ?? "";
  if (!contentType.startsWith("multipart/form-data")) {
    throw new Refused("uploadInvalid", { reason: `its Content-Type is '${contentType}'` });
  }
  try {
    const { fields, content, tooLarge } = await receiveParts(request, contentType, target);
    if (!content) throw new Refused("uploadInvalid", { reason: "there is none" });
    if (tooLarge) throw new Refused("fileTooLarge", { size: target.maxBytes / 1024 / 1024 });
    return { fields, content };
  } catch (error) {
    await rm(target.path, { force: true });
    if (error instanceof Refused) throw error;
    throw new Refused("uploadInvalid", { reason: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * Receives the file of a `POST /files`.
 * @throws Refused as `receiveContent` does, and where the purpose is not `fine-tune`
 */
export async function receiveUpload(request: UploadRequest, target: UploadTarget): Promise<Upload> {
  const { fields, content } = await receiveContent(request, target);
  const purpose = fields.get("purpose") ?? "";
  if (purpose === "fine-tune") return { ...content, purpose };
  await rm(target.path, { force: true });
  throw new Refused("purposeInvalid", { purpose });
}

/** The size and hash of a file that was joined from parts. */
export async function hashFile(path: string): Promise<Pick<Upload, "bytes" | "sha256">> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    if (!Buffer.isBuffer(chunk)) continue;
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

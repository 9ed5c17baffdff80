import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { Refused } from "./refusals.js";

/** An upload whose bytes have been written. */
export interface Upload {
  filename: string;
  purpose: string;
  bytes: number;
  sha256: string;
}

/** What an upload is allowed and where it goes. */
export interface UploadTarget {
  path: string;
  maxBytes: number;
}

/** A request whose body has not been read. */
export type UploadRequest = Readable & { headers: IncomingHttpHeaders };

type Content = Pick<Upload, "filename" | "bytes" | "sha256">;

/** Where a file's bytes go, and what ends the writing early. */
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

/** Reads the fields and writes the field `file` to the target, chunk by chunk. */
async function receiveParts(request: UploadRequest, contentType: string, { path, maxBytes }: UploadTarget) {
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
    if (name !== "file" || content) {
      stream.resume();
      return;
    }
    stream.on("limit", () => (tooLarge = true));
    content = writeContent(stream, filename, { path, signal: broken.signal });
    // A broken upload is told below; until then it must not count as an unhandled rejection.
    content.catch(() => undefined);
  });
  try {
    await pipeline(request, parser);
  } catch (error) {
    // The parser does not end a file whose request broke off; what was written can be removed only after that.
    broken.abort();
    await content?.catch(() => undefined);
    throw error;
  }
  return { fields, content: await content, tooLarge };
}

/**
 * Streams a multipart upload to a file; the bytes are never held in memory. Leaves no file behind where it fails.
 * @throws Refused where the body is no multipart body with a `file`, the file is too large, or the purpose is
 * not `fine-tune`.
 */
export async function receiveUpload(request: UploadRequest, target: UploadTarget): Promise<Upload> {
  const contentType = request.headers["content-type"] ?? "";
  if (!contentType.startsWith("multipart/form-data")) {
    throw new Refused("uploadInvalid", { reason: `its Content-Type is '${contentType}'` });
  }
  try {
    const { fields, content, tooLarge } = await receiveParts(request, contentType, target);
    if (!content) throw new Refused("uploadInvalid", { reason: "there is none" });
    if (tooLarge) throw new Refused("fileTooLarge", { size: target.maxBytes / 1024 / 1024 });
    const purpose = fields.get("purpose") ?? "";
    if (purpose !== "fine-tune") throw new Refused("purposeInvalid", { purpose });
    return { ...content, purpose };
  } catch (error) {
    await rm(target.path, { force: true });
    if (error instanceof Refused) throw error;
    throw new Refused("uploadInvalid", { reason: error instanceof Error ? error.message : String(error) });
  }
}

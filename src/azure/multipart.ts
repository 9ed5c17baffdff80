import { createHash, randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { RftError } from "#errors.js";
import type { FileToSend, OnSent } from "#service/api.js";

/** A multipart request body, streamed as it is sent. */
export interface Multipart {
  body: ReadableStream<Uint8Array>;
  headers: { "content-type": string; "content-length": string };
}

/** The form: plain fields, then the content under a name. */
export interface Form {
  fields: Readonly<Record<string, string>>;
  /** The name of the field that holds the content. */
  name: string;
  filename: string;
  content: Blob;
}

const contentType = "application/jsonl";

async function* parts(head: Uint8Array, content: Blob, tail: Uint8Array, onSent: OnSent | undefined) {
  yield head;
  let sent = 0;
  try {
    for await (const chunk of content.stream()) {
      yield chunk;
      sent += chunk.length;
      onSent?.(sent);
    }
  } catch (error) {
    throw new RftError("input", "a file changed while it was sent", {
      hint: "Nothing was created. Submit again, and leave the file alone meanwhile.",
      cause: error,
    });
  }
  yield tail;
}

/**
 * A form as a stream of known length. The platform's FormData does the same but reports no progress.
 * Names must be plain: they are not escaped.
 */
export function createMultipart({ fields, name, filename, content }: Form, onSent?: OnSent): Multipart {
  const boundary = `rft-${randomUUID()}`;
  const encoder = new TextEncoder();
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name=`;
  const head = encoder.encode(
    Object.entries(fields)
      .map(([key, value]) => `${opening}"${key}"\r\n\r\n${value}\r\n`)
      .join("") + `${opening}"${name}"; filename="${filename}"\r\nContent-Type: ${contentType}\r\n\r\n`,
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  return {
    body: ReadableStream.from(parts(head, content, tail, onSent)),
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(head.length + content.size + tail.length),
    },
  };
}

function changed({ path }: FileToSend, cause?: unknown): RftError {
  return new RftError("input", `${path} has changed since it was checked`, {
    hint: "Nothing was created. Submit again, and leave the file alone meanwhile.",
    cause,
  });
}

async function hash(content: Blob): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of content.stream()) digest.update(chunk);
  return digest.digest("hex");
}

/**
 * A file's content, verified against its earlier check and never held whole in memory. If the file changes later,
 * reading fails (Node's rule for file-backed blobs).
 * @throws RftError `input` where the content differs from what was checked
 */
export async function openContent(file: FileToSend): Promise<Blob> {
  const content = await openAsBlob(file.path, { type: contentType });
  if (content.size !== file.bytes) throw changed(file);
  try {
    if ((await hash(content)) !== file.sha256) throw changed(file);
  } catch (error) {
    throw error instanceof RftError ? error : changed(file, error);
  }
  return content;
}

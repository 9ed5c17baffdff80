import { RftError } from "#errors.js";
import type { FileToSend, OnSent, ServiceFile, Upload, UploadsApi } from "#service/api.js";
import { sendUntilArrived } from "./send-until-arrived.js";
import type { SubmitOptions } from "./submit-options.js";

/** Our part size as a share of the largest the service takes: killing a run loses at most one part. */
const shareOfPart = 0.5;
/** Seconds an upload must have left before we resume it: time for a part or two. */
const margin = 300;

/** An upload in progress: its id, and the ids of the parts that have arrived, by part number. */
interface PartialUpload {
  id: string;
  partBytes: number;
  arrived: Map<number, string>;
}

async function takeUp(
  file: FileToSend,
  endpoint: string,
  { ledger, now }: SubmitOptions,
): Promise<PartialUpload | undefined> {
  const entries = await ledger.entries();
  const started = entries.findLast(
    (entry) => entry.kind === "upload-started" && entry.sha256 === file.sha256 && entry.endpoint === endpoint,
  );
  if (started?.kind !== "upload-started") return undefined;
  if (started.expiresAt < now().getTime() / 1000 + margin) return undefined;
  const arrived = new Map<number, string>();
  for (const entry of entries) {
    if (entry.kind === "upload-part" && entry.uploadId === started.uploadId)
      arrived.set(entry.part, entry.partId);
  }
  return { id: started.uploadId, partBytes: started.partBytes, arrived };
}

async function start(
  uploads: UploadsApi,
  file: FileToSend,
  endpoint: string,
  { ledger, now, rules }: SubmitOptions,
): Promise<PartialUpload> {
  const limits = rules.uploads.value;
  const partBytes = limits.partBytes * shareOfPart;
  const upload = await uploads.create(file);
  await ledger.append({
    kind: "upload-started",
    uploadId: upload.id,
    sha256: file.sha256,
    bytes: file.bytes,
    partBytes,
    endpoint,
    expiresAt: upload.expires_at ?? Math.floor(now().getTime() / 1000) + limits.seconds,
  });
  return { id: upload.id, partBytes, arrived: new Map() };
}

/** Where to send the parts. */
export interface PartsTarget {
  uploads: UploadsApi;
  endpoint: string;
  /** The file made from the parts; undefined if it is not there. */
  arrived: () => Promise<ServiceFile | undefined>;
}

interface Sending extends PartsTarget {
  content: Blob;
  options: SubmitOptions;
  onSent: OnSent;
}

/** Sends the missing parts, then has the service make the file from all of them. */
async function finish(
  upload: PartialUpload,
  { uploads, arrived: look, content, options, onSent }: Sending,
): Promise<Upload> {
  const { id, partBytes: size, arrived } = upload;
  const { sleep } = options;
  const ids: string[] = [];
  for (let part = 0; part * size < content.size; part++) {
    const piece = content.slice(part * size, (part + 1) * size);
    const known = arrived.get(part);
    const send = () => uploads.addPart(id, piece, (sent) => onSent(part * size + sent));
    const partId = known ?? (await sendUntilArrived({ send, repeatTimeouts: true, sleep }));
    if (known === undefined) await options.ledger.append({ kind: "upload-part", uploadId: id, part, partId });
    onSent(part * size + piece.size);
    ids.push(partId);
  }
  return sendUntilArrived<Upload>({
    send: () => uploads.complete(id, ids),
    arrived: async () => {
      const file = await look();
      return file && { id, file };
    },
    repeatTimeouts: false,
    sleep,
  });
}

/** The service no longer knows the upload or takes its parts: it lives for only two hours. */
function isOver(error: unknown): boolean {
  return error instanceof RftError && (error.code === "not-found" || error.code === "refused");
}

/** Sends a file in parts, recording each in the ledger: while the upload lives, a killed run resumes there. */
export async function sendInParts(
  target: PartsTarget,
  file: FileToSend,
  options: SubmitOptions,
  onSent: OnSent,
): Promise<ServiceFile> {
  const { uploads, endpoint } = target;
  const sending: Sending = { ...target, content: await uploads.open(file), options, onSent };
  const begun = await takeUp(file, endpoint, options);
  let done: Upload | undefined;
  if (begun) {
    try {
      done = await finish(begun, sending);
    } catch (error) {
      if (!isOver(error)) throw error;
    }
  }
  done ??= await finish(await start(uploads, file, endpoint, options), sending);
  if (done.file) return done.file;
  throw new RftError("unreachable", `${file.filename}: the upload ${done.id} gave no file`, {
    hint: "Submit again: where the file is there, it is found by its name.",
  });
}

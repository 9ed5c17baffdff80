import { RftError } from "#errors.js";
import type { FileToSend, FineTuningApi, OnSent, ServiceFile } from "#service/api.js";
import type { DataFile } from "#dataset/read/source.js";
import type { FileFacts } from "#job/spec/spec.js";
import type { Rule } from "#rules/rule-set.js";
import { awaitProcessed } from "./await-processed.js";
import { contentName } from "./content-name.js";
import { findByName, findContent } from "./find-content.js";
import { sendInParts } from "./send-in-parts.js";
import { sendUntilArrived } from "./send-until-arrived.js";
import type { SubmitOptions } from "./submit-options.js";

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

function tooLarge(path: string, bytes: number, { value, source }: Rule<number>): RftError {
  return new RftError(
    "configuration",
    `${path} is ${megabytes(bytes)}: above ${megabytes(value)} a file is sent in parts, which this endpoint does not take`,
    {
      hint:
        "Parts go to the resource's dated path: --endpoint https://R.openai.azure.com --api-version 2025-04-01-preview. " +
        `Or upload it in the portal and name its id. (${source})`,
    },
  );
}

/**
 * The job's file, ready to send.
 * @throws RftError `input` if it could not be read; --force does not help
 */
export function toSend({ path, absolutePath }: DataFile, facts: FileFacts | undefined): FileToSend {
  const { bytes, sha256 } = facts ?? {};
  if (bytes === undefined || sha256 === undefined) {
    throw new RftError("input", `${path} could not be read as a data file: it cannot be sent`, {
      hint: `See what is wrong with it: rft validate-data ${path}`,
    });
  }
  return { path: absolutePath, filename: contentName(path, sha256), bytes, sha256 };
}

async function send(
  api: FineTuningApi,
  file: FileToSend,
  options: SubmitOptions,
  onSent: OnSent,
): Promise<ServiceFile> {
  const { uploads, endpoint } = api;
  const arrived = () => findByName(api, file);
  if (uploads && file.bytes > options.rules.reliableFileBytes.value)
    return sendInParts({ uploads, endpoint, arrived }, file, options, onSent);
  const { sleep } = options;
  return sendUntilArrived({
    send: () => api.uploadFile(file, onSent),
    arrived,
    repeatTimeouts: false,
    sleep,
  });
}

/**
 * Uploads a file, or finds its content at the service, and waits until it is processed.
 * @param path as the user wrote it
 * @param onUploaded called with the id of a file this run uploaded, before it is processed
 * @returns its id, and whether it was already there
 * @throws RftError `configuration` if the file needs parts and the endpoint takes none
 */
export async function placeFile(
  api: FineTuningApi,
  { path, file }: { path: string; file: FileToSend },
  options: SubmitOptions,
  onUploaded: (id: string) => void,
): Promise<{ id: string; reused: boolean }> {
  const { ledger, progress, onTransfer } = options;
  const sleep = async (milliseconds: number) => {
    await progress(`waiting ${Math.ceil(milliseconds / 1000)} s to send ${path} again`);
    await options.sleep(milliseconds);
  };
  const { sha256, bytes } = file;
  const found = await findContent(api, file, ledger);
  const limit = options.rules.reliableFileBytes;
  if (!found && bytes > limit.value && !api.uploads) throw tooLarge(path, bytes, limit);
  if (!found) await progress(`uploading ${path}`);
  const onSent = (sent: number) => onTransfer?.({ path, sent, bytes });
  const placed = found ?? (await send(api, file, { ...options, sleep }, onSent));
  const { id } = placed;
  if (!found) onUploaded(id);
  const { filename } = file;
  await ledger.append({ kind: "uploaded", sha256, bytes, filename, fileId: id, endpoint: api.endpoint });
  if (placed.status !== "processed") await progress(`waiting until ${path} is processed`);
  await awaitProcessed(api, placed, path, options);
  return { id, reused: found !== undefined };
}

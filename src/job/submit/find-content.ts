import { allPages } from "#service/all-pages.js";
import type { FileToSend, FineTuningApi, ServiceFile } from "#service/api.js";
import { ifFound } from "#service/if-found.js";
import type { Ledger } from "#job/ledger/ledger.js";
import { contentSuffix } from "./content-name.js";

/** Statuses of files that can no longer be used. */
const spoiled = new Set(["error", "deleted", "deleting"]);

function isUsable(file: ServiceFile, { bytes }: FileToSend): boolean {
  return file.bytes === bytes && !spoiled.has(file.status ?? "");
}

/** A file at the service whose name and size match this content. */
export async function findByName(api: FineTuningApi, file: FileToSend): Promise<ServiceFile | undefined> {
  const end = contentSuffix(file.sha256);
  for await (const one of allPages((page) => api.listFiles({ ...page, purpose: "fine-tune" }))) {
    if (one.filename?.endsWith(end) === true && isUsable(one, file)) return one;
  }
  return undefined;
}

/** A file at the service that already has this content: one the ledger remembers, or one found by name. */
export async function findContent(
  api: FineTuningApi,
  file: FileToSend,
  ledger: Ledger,
): Promise<ServiceFile | undefined> {
  const remembered = (await ledger.entries()).filter(
    (entry) => entry.kind === "uploaded" && entry.sha256 === file.sha256 && entry.endpoint === api.endpoint,
  );
  const ids = new Set(remembered.flatMap((entry) => (entry.kind === "uploaded" ? [entry.fileId] : [])));
  for (const id of [...ids].toReversed()) {
    const found = await ifFound(api.getFile(id));
    if (found && isUsable(found, file)) return found;
  }
  return findByName(api, file);
}

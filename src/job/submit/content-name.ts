import { basename, extname } from "node:path";

/** Characters kept of the file's own name. */
const slugLength = 40;
/** Hex digits kept of the content's hash: with the size, enough to tell a resource's few files apart. */
const digits = 12;

/** The name of a file at the service: `<slug>-<12 hex digits of its content's sha256>.jsonl`. */
export function contentName(path: string, sha256: string): string {
  const slug = basename(path, extname(path))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, slugLength);
  return `${slug === "" ? "file" : slug}${contentSuffix(sha256)}`;
}

/** The end of such a name, which identifies the content whatever the file was called. */
export function contentSuffix(sha256: string): string {
  return `-${sha256.slice(0, digits)}.jsonl`;
}

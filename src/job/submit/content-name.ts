import { basename, extname } from "node:path";

/** Characters of a file's own name that are kept. */
const slugLength = 40;
/** Hex digits of the content's hash: enough, with the size, to tell the few files of a resource apart. */
const digits = 12;

/** How a file is called at the service: `<slug>-<12 hex digits of its content's sha256>.jsonl`. */
export function contentName(path: string, sha256: string): string {
  const slug = basename(path, extname(path))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, slugLength);
  return `${slug === "" ? "file" : slug}${contentSuffix(sha256)}`;
}

/** The end of such a name, which tells the content whatever the file was called. */
export function contentSuffix(sha256: string): string {
  return `-${sha256.slice(0, digits)}.jsonl`;
}

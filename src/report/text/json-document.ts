import { maskSecrets } from "./mask-secrets.js";

/** The version of the JSON documents; it changes only if something in them changes its meaning. */
const formatVersion = 1;

/** A command's result as one JSON document, with a line's end; on one line where lines are read one by one. */
export function jsonDocument(command: string | null, body: object, compact = false): string {
  return `${JSON.stringify(maskSecrets({ version: formatVersion, command, ...body }), null, compact ? 0 : 2)}\n`;
}

/** One object of a result that is written one a line. */
export function jsonLine(body: object): string {
  return `${JSON.stringify(maskSecrets(body))}\n`;
}

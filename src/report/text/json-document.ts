import { maskSecrets } from "./mask-secrets.js";

/** The version of the JSON documents; it changes only when something in them changes its meaning. */
const formatVersion = 1;

/** A command's result as one JSON document with a final line break; `compact` puts it on one line, for JSON Lines. */
export function jsonDocument(command: string | null, body: object, compact = false): string {
  return `${JSON.stringify(maskSecrets({ version: formatVersion, command, ...body }), null, compact ? 0 : 2)}\n`;
}

/** One object of a JSON Lines result. */
export function jsonLine(body: object): string {
  return `${JSON.stringify(maskSecrets(body))}\n`;
}

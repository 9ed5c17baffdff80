/** The version of the JSON documents; it changes only if something in them changes its meaning. */
const formatVersion = 1;

/** A command's result as one JSON document, with a line's end. */
export function jsonDocument(command: string | null, body: object): string {
  return `${JSON.stringify({ version: formatVersion, command, ...body }, null, 2)}\n`;
}

import { RftError } from "#errors.js";

/**
 * Decodes chunks of UTF-8, dropping a byte order mark.
 * @throws RftError `input` if they are not UTF-8
 */
export async function* decodeText(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      throw new RftError("input", `${path}: not UTF-8, within the ${bytes} bytes read so far`, {
        hint: "Save it as UTF-8 (Excel: CSV UTF-8), or: iconv -f WINDOWS-1252 -t UTF-8 <file>.",
        cause: error,
      });
    }
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield decode(chunk);
  }
  yield decode();
}

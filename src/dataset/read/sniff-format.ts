import type { FindingText } from "#dataset/row/finding-list.js";

/** A file that is not JSON Lines in UTF-8, recognized by its first bytes. */
export interface ForeignFormat extends FindingText {
  readonly code: "not-utf8" | "not-text";
}

/** Bytes that `sniffFormat` needs, if the file has that many. */
export const sniffedBytes = 512;

/** Magic bytes of common data formats, the longer first where one is a prefix of another. */
const signatures: readonly (readonly [bytes: string, name: string, help: string])[] = [
  ["\x1f\x8b", "a gzip archive", "Unpack it first: `gunzip -k <file>`."],
  ["PAR1", "a Parquet file", "Convert it to JSON Lines, for instance with DuckDB or pandas."],
  ["ARROW1", "an Arrow file", "Convert it to JSON Lines, for instance with DuckDB or pandas."],
  ["Obj\x01", "an Avro file", "Convert it to JSON Lines."],
  ["SQLite format 3\0", "an SQLite database", "Export the rows as JSON Lines."],
  ["\xd0\xcf\x11\xe0", "an old Excel or Word file", "Export the rows as JSON Lines."],
  ["%PDF", "a PDF", "Name the file that holds the rows."],
  ["\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it first: `zstd -d <file>`."],
  ["\xfd7zXZ\0", "an xz archive", "Unpack it first: `xz -dk <file>`."],
  ["BZh", "a bzip2 archive", "Unpack it first: `bunzip2 -k <file>`."],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."],
  ["\x89PNG", "a PNG image", "Name the file that holds the rows."],
  ["\xff\xd8\xff", "a JPEG image", "Name the file that holds the rows."],
  ["\x93NUMPY", "a NumPy array", "Export the rows as JSON Lines."],
  ["\x80\x04", "a Python pickle", "Export the rows as JSON Lines."],
];

/** Byte order marks and, for files without one, how `{` or `[` looks in UTF-16 and UTF-32. */
const wideEncodings: readonly (readonly [pattern: RegExp, name: string, iconv: string])[] = [
  [/^(?:\xff\xfe\0\0|[^\0]\0\0\0)/, "UTF-32, little endian", "UTF-32"],
  [/^(?:\0\0\xfe\xff|\0\0\0[^\0])/, "UTF-32, big endian", "UTF-32"],
  [/^(?:\xff\xfe|[^\0]\0[^\0]\0)/, "UTF-16, little endian", "UTF-16"],
  [/^(?:\xfe\xff|\0[^\0]\0[^\0])/, "UTF-16, big endian", "UTF-16"],
];

/** The format of a file whose first bytes show that it is not UTF-8 text; undefined if it may be. */
export function sniffFormat(head: Buffer): ForeignFormat | undefined {
  const start = head.toString("latin1", 0, sniffedBytes);
  const signature = signatures.find(([bytes]) => start.startsWith(bytes));
  if (signature) return notText(signature[1], signature[2]);
  if (start.startsWith("PK\x03\x04")) return sniffZip(start);

  const wide = wideEncodings.find(([pattern]) => pattern.test(start));
  if (wide) {
    return {
      code: "not-utf8",
      message: `the file is text in ${wide[1]}, not UTF-8`,
      help: `Save it as UTF-8, for instance: \`iconv -f ${wide[2]} -t UTF-8 <file>\`.`,
    };
  }
  return start.includes("\0")
    ? notText("binary: it holds zero bytes", "Name the file that holds the rows.")
    : undefined;
}

/** Excel workbooks are zip archives that name their parts in the first entries. */
function sniffZip(start: string): ForeignFormat {
  return start.includes("[Content_Types].xml") || start.includes("xl/")
    ? notText("an Excel workbook", "Export the rows as JSON Lines, one JSON object a line.")
    : notText("a zip archive", "Unpack it first: `unzip <file>`.");
}

function notText(name: string, help: string): ForeignFormat {
  return { code: "not-text", message: `the file is ${name}, not text`, help };
}

import { parse } from "csv-parse/sync";

/** Called with each record's cells, trimmed. */
type ReadRecord = (cells: string[]) => void;

function parseRecords(text: string, read: ReadRecord): void {
  parse(text, {
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
    // One at a time, so that a record's cells live only as long as it takes to read them.
    on_record: (cells: string[]) => {
      read(cells);
      return null;
    },
  });
}

function splitLines(text: string, from: number, read: ReadRecord): void {
  for (let start = from; start < text.length;) {
    const lineBreak = text.indexOf("\n", start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const line = text.slice(start, end);
    start = end + 1;
    // Most lines of most files have no whitespace except a CR at the end.
    const cells = /\s/.test(line) ? line.split(",").map((cell) => cell.trim()) : line.split(",");
    if (cells.length > 1 || cells[0] !== "") read(cells);
  }
}

/**
 * Reads CSV text record by record: LF or CRLF, a BOM, quoted cells; skips empty lines. If no quotation mark follows the
 * header, as in every result file seen, it splits lines at their commas, in a third of the time the parser takes.
 * @throws CsvError if a quotation mark is not closed or is in the middle of a cell.
 */
export function readRecords(text: string, read: ReadRecord): void {
  const headEnd = text.indexOf("\n");
  const head = text.slice(0, headEnd + 1);
  const isPlain = headEnd > 0 && !/\r(?!\n)/.test(head) && !text.includes('"', headEnd);
  if (!isPlain) {
    parseRecords(text, read);
    return;
  }
  parseRecords(head, read);
  splitLines(text, headEnd + 1, read);
}

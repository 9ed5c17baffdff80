import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LineBatch, lineText, readLines } from "#dataset/read/jsonl.js";
import { streamOf } from "#test/support/bytes.js";

/** All batches as one, so that where the bytes were cut does not show. */
async function readAll(...chunks: readonly (string | Uint8Array)[]) {
  const batches: LineBatch[] = [];
  for await (const batch of readLines(streamOf(...chunks))) batches.push(batch);
  return {
    lines: batches.flatMap((batch) =>
      batch.lines.map((line) => ({ number: line.number, text: lineText(line), place: line.place })),
    ),
    broken: batches.flatMap((batch) => batch.broken),
    byteOrderMark: batches.some((batch) => batch.byteOrderMark),
    foreign: batches.find((batch) => batch.foreign)?.foreign,
  };
}

describe("readLines", () => {
  it.each([
    ["nothing", "", []],
    ["one newline", "\n", [""]],
    ["a last newline", "a\nb\n", ["a", "b"]],
    ["no last newline", "a\nb", ["a", "b"]],
    ["blank lines, the last ones too", "a\n\nb\n\n", ["a", "", "b", ""]],
    ["CRLF", "a\r\nb\r\n", ["a", "b"]],
    ["CRLF at the very end only", "a\nb\r", ["a", "b"]],
    ["a lone CR inside a line", "a\rb\nc", ["a\rb", "c"]],
    ["U+2028 and U+2029 inside a line", "a\u2028b\u2029c\nd", ["a\u2028b\u2029c", "d"]],
    ["a byte order mark", "\uFEFFa\nb", ["a", "b"]],
    ["a byte order mark that is not at the start", "a\n\uFEFFb", ["a", "\uFEFFb"]],
  ])("splits %s", async (_, text, expected) => {
    const { lines } = await readAll(text);
    expect(lines.map((line) => line.text)).toEqual(expected);
    expect(lines.map((line) => line.number)).toEqual(expected.map((_text, index) => index + 1));
  });

  it("gives the same lines wherever a chunk ends", async () => {
    const bytes = Buffer.concat([
      Buffer.from('\uFEFF{"a":"é数😀"}\r\n\n\u2028x\r\r\nbad '),
      Buffer.from([0xe9, 0x20, 0xff]),
      Buffer.from("\nend"),
    ]);
    const whole = await readAll(bytes);
    expect(whole.lines.map((line) => line.text)).toEqual(['{"a":"é数😀"}', "", "\u2028x\r", "end"]);
    for (const { text, place } of whole.lines) {
      const { offset, length } = place;
      expect(bytes.subarray(offset, offset + length).toString()).toBe(text);
    }
    expect(whole.broken).toEqual([{ number: 4, reason: "invalid-utf8", column: 5, byte: 0xe9 }]);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const cut = await readAll(
          bytes.subarray(0, first),
          bytes.subarray(first, second),
          bytes.subarray(second),
        );
        expect(cut, `cut at ${first} and ${second}`).toEqual(whole);
      }
    }
  });

  it("gives the same lines past the sniffed head, whatever the chunks", async () => {
    const text = fc.string({
      unit: fc.constantFrom("\n", "\r", "a", "é", "😀", "\u2028", '"'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 40 }), async (tail, size) => {
        const bytes = Buffer.from(`${"x".repeat(600)}\n${tail}`);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const expected = bytes.toString().split("\n");
        if (expected.at(-1) === "") expected.pop();
        const { lines } = await readAll(...chunks);
        expect(lines.map((line) => line.text)).toEqual(expected.map((line) => line.replace(/\r$/, "")));
      }),
      { numRuns: 500 },
    );
  });

  it("reads a line of 5 MB over many chunks, and the one after it", async () => {
    const long = "é".repeat(2_500_000);
    const bytes = Buffer.from(`${long}\nshort`);
    const chunks = Array.from({ length: 77 }, (_, index) =>
      bytes.subarray(index * 65_537, (index + 1) * 65_537),
    );
    const { lines } = await readAll(...chunks);
    expect(lines.map((line) => line.text.length)).toEqual([2_500_000, 5]);
    expect(lines[0]?.text).toBe(long);
  });

  it("does not keep a chunk, whose buffer the next read overwrites", async () => {
    async function* reused() {
      const buffer = Buffer.alloc(600);
      for (const letter of ["a", "b", "c"]) {
        buffer.fill(letter);
        if (letter === "b") buffer[300] = 0x0a;
        yield buffer;
      }
    }
    const texts: string[] = [];
    for await (const batch of readLines(reused())) texts.push(...batch.lines.map((line) => line.text));
    expect(texts).toEqual(["a".repeat(600) + "b".repeat(300), "b".repeat(299) + "c".repeat(600)]);
  });

  it.each([
    ["the lone byte of Latin-1", [0x61, 0xe9], 2, 0xe9],
    ["a character that the line cuts off", [0xe6, 0x95], 1, 0xe6],
    ["a bad byte after a real U+FFFD", [0xef, 0xbf, 0xbd, 0xff], 2, 0xff],
    ["a bad byte after characters of many bytes", [...Buffer.from("数😀"), 0x80], 3, 0x80],
    ["a surrogate encoded as UTF-8", [0x61, 0xed, 0xa0, 0x80], 2, 0xed],
  ])("places %s", async (_, bytes, column, byte) => {
    const { broken, lines } = await readAll(Buffer.from([...bytes, 0x0a]), "fine\n");
    expect(broken).toEqual([{ number: 1, reason: "invalid-utf8", column, byte }]);
    expect(lines).toMatchObject([{ number: 2, text: "fine" }]);
  });

  it.each([
    ["gzip", Buffer.from([0x1f, 0x8b, 8, 0]), "not-text", "gzip"],
    ["Parquet", Buffer.from("PAR1\x15\x04"), "not-text", "Parquet"],
    ["an Excel workbook", Buffer.from("PK\x03\x04\0\0[Content_Types].xml"), "not-text", "Excel"],
    ["zip", Buffer.from("PK\x03\x04\0\0rows.jsonl"), "not-text", "zip"],
    ["zeros", Buffer.alloc(700), "not-text", "zero bytes"],
    ["UTF-16 with a mark", Buffer.from("\uFEFF{}", "utf16le"), "not-utf8", "UTF-16, little endian"],
    ["UTF-16 without", Buffer.from("{}", "utf16le"), "not-utf8", "UTF-16, little endian"],
    ["UTF-16, big endian", Buffer.from("\uFEFF{}", "utf16le").swap16(), "not-utf8", "UTF-16, big endian"],
    ["UTF-32 with a mark", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), "not-utf8", "UTF-32, little"],
    ["UTF-32, big endian", Buffer.from([0, 0, 0, 0x7b, 0, 0, 0, 0x7d]), "not-utf8", "UTF-32, big"],
  ])("names %s, whether whole or in single bytes", async (_, bytes, code, name) => {
    const whole = await readAll(bytes);
    expect(whole.foreign).toMatchObject({ code, message: expect.stringContaining(name) as string });
    expect(whole.lines).toEqual([]);
    expect(await readAll(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });
});

import { bytesOfText } from "#json/byte-text.js";
import type { Row } from "#dataset/row/row.js";
import type { FindingList } from "#dataset/row/finding-list.js";
import { messageTexts } from "#dataset/row/message.js";
import { createBandIndex, estimateSimilarity, minHash } from "./min-hash.js";
import { readRows } from "#dataset/read/read-rows.js";
import { printPrompt } from "#dataset/row/row-prints.js";
import { type Shingles, createTemplateFilter, shingle } from "./shingle.js";
import { type DataFile, type ReadOptions, readChunks } from "#dataset/read/source.js";

/** Rows count as near duplicates from this similarity (Jaccard, over runs of three words). */
const alike = 0.75;

/** Rows with fewer runs of words say too little to compare. */
const leastShingles = 8;

/** Rows compared per file: far more than the service accepts, to bound memory. */
const comparedRows = 200_000;

/** What is kept of a row to compare later ones with. */
interface Kept {
  line: number;
  prompt: number;
}

/**
 * Reports rows whose prompt nearly equals that of an earlier row. Reads the file twice: first to learn which runs of
 * words are a template shared by many rows, then to compare the rest. Memory: about 400 bytes a row plus 12 MB.
 */
export async function reportNearDuplicates(
  file: DataFile,
  list: FindingList,
  options: ReadOptions,
): Promise<void> {
  const isOwn = createTemplateFilter();
  for await (const row of readPrompts(file, options)) isOwn.learn(shinglesOf(row));
  const index = createBandIndex();
  const kept: Kept[] = [];
  for await (const row of readPrompts(file, options)) {
    const shingles = isOwn.filter(shinglesOf(row));
    if (shingles.length < leastShingles) continue;
    const signature = minHash(shingles);
    const prompt = printPrompt(row).hash;
    let best: { similarity: number; line: number } | undefined;
    for (const other of index.candidates(signature)) {
      const { line, prompt: same } = kept[other] ?? { line: 0, prompt };
      // Equal prompts are already reported as duplicates or conflicts.
      if (same === prompt) continue;
      const similarity = estimateSimilarity(signature, index.signature(other));
      if (similarity >= alike && similarity > (best?.similarity ?? 0)) best = { similarity, line };
    }
    index.add(signature);
    kept.push({ line: row.line, prompt });
    if (best) list.add(describe(row.line, best));
  }
}

async function* readPrompts(file: DataFile, options: ReadOptions): AsyncGenerator<Row> {
  let rows = 0;
  for await (const { parsed: examples } of readRows(readChunks(file, options), "bytes")) {
    for (const row of examples) {
      if (++rows > comparedRows) return;
      yield row;
    }
  }
}

function shinglesOf(row: Row): Shingles {
  const text = messageTexts(row.raw).join("\n");
  return shingle(row.isBytes ? text : bytesOfText(text));
}

function describe(line: number, { similarity, line: before }: { similarity: number; line: number }) {
  const percent = Math.round(similarity * 100);
  return {
    code: "near-duplicate-example",
    severity: "note",
    line,
    write: () => ({
      message: `the prompt is nearly that of line ${before}: about ${percent} % of their words stand in both`,
      help: "Keep one of the two, unless the small difference is what the model is to learn.",
      pointer: "/messages",
    }),
  } as const;
}

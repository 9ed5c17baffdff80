import type { JsonObject } from "#json/json-value.js";
import { addCount } from "#dataset/row/add-count.js";
import { messagesOf } from "#dataset/row/message.js";
import { promptTexts } from "./prompt-texts.js";
import { createRatioFit } from "./ratio-fit.js";
import type { TokenCounter } from "./token-counter.js";
import { type TokenStatistics, summarizeTokens } from "./token-statistics.js";

/** `auto` counts files of up to 20 MB exactly and estimates larger ones; `off` counts nothing. */
const tokenModes = ["auto", "exact", "estimate", "off"] as const;
export type TokenMode = (typeof tokenModes)[number];

export interface TokenMeterOptions {
  counter: TokenCounter;
  mode: TokenMode;
  /** The file size; undefined if not known in advance. */
  fileBytes: number | undefined;
  /** A row whose prompt has more bytes than this is counted in every mode. */
  countedAbove: number;
  /** Aborts counting in turns. */
  signal?: AbortSignal | undefined;
}

/** Measures the prompts of one file. */
export interface TokenMeter {
  /**
   * Measures a row. A long one is counted in turns: await the promise before passing the next.
   * @returns the tokens of its prompt; undefined if they were not counted or it has no messages
   */
  add(row: MeasuredRow): number | undefined | Promise<number>;
  /** Undefined if no row had messages. */
  finish(): TokenStatistics | undefined;
}

interface MeasuredRow {
  readonly raw: JsonObject;
  /** Whether the strings of `raw` are byte text (see `json/byte-text.ts`). */
  readonly isBytes: boolean;
  readonly place: { readonly offset: number };
}

const exactBytes = 20_000_000;

/** Prompts above this many bytes are counted in turns. */
const longPrompt = 64 * 1024;

/** An estimate counts the first rows, and one in this many of the rest, picked at random. */
const drawnShare = 16;
const firstRows = 100;

/** With this many random rows, the ratio ignores the first rows, which may be of another kind. */
const enoughRows = 30;

/** Standard errors that 19 of 20 estimates stay within. */
const likelyErrors = 1.96;

/**
 * Counts every prompt, or one in sixteen and predicts the others from their length in bytes: tokens per byte hardly
 * vary within a file, so the total is mostly within one per cent. The same file gives the same sample.
 */
export function createTokenMeter(options: TokenMeterOptions): TokenMeter {
  const { counter, mode, fileBytes, countedAbove, signal } = options;
  const tally = createTally(countedAbove);
  let budget = budgetOf(mode, fileBytes);
  let rows = 0;

  const countLong = async (texts: readonly string[], isBytes: boolean): Promise<number> => {
    let tokens = 0;
    for (const text of texts) {
      tokens += await counter.countInTurns(text, isBytes ? "bytes" : "text", signal);
    }
    return tokens;
  };

  return {
    add({ raw, isBytes, place }) {
      if (messagesOf(raw).length === 0) return undefined;
      const texts = promptTexts(raw);
      const bytes = sum(texts, (text) => (isBytes ? text.length : Buffer.byteLength(text)));
      rows++;
      budget -= bytes;
      const isDrawn = budget < 0 && isDrawnRow(place.offset);
      if (budget < 0 && !isDrawn && rows > firstRows && bytes <= countedAbove) {
        tally.addMeasured(bytes);
        return undefined;
      }
      if (bytes > longPrompt) {
        return countLong(texts, isBytes).then((tokens) => tally.addCounted(tokens, bytes, isDrawn));
      }
      const tokens = sum(texts, (text) => (isBytes ? counter.countBytes(text) : counter.count(text)));
      return tally.addCounted(tokens, bytes, isDrawn);
    },
    finish: () => tally.summarize(),
  };
}

/** Collects the rows that were counted, and predicts those measured by length only. */
function createTally(countedAbove: number) {
  const counted = new Map<number, number>();
  const measured = new Map<number, number>();
  const [all, drawn] = [createRatioFit(), createRatioFit()];
  return {
    /** Returns the tokens. */
    addCounted(tokens: number, bytes: number, isDrawn: boolean): number {
      addCount(counted, tokens, 1);
      if (bytes <= countedAbove) {
        all.add(bytes, tokens);
        if (isDrawn) drawn.add(bytes, tokens);
      }
      return tokens;
    },
    addMeasured(bytes: number): void {
      addCount(measured, bytes, 1);
    },
    summarize(): TokenStatistics | undefined {
      const fit = drawn.pairs() < enoughRows ? all : drawn;
      const rowsByTokens = new Map(counted);
      for (const [bytes, count] of measured) addCount(rowsByTokens, Math.round(fit.ratio() * bytes), count);
      const summary = summarizeTokens(rowsByTokens);
      if (!summary || measured.size === 0) return summary && { method: "exact", ...summary };
      const estimated = sum([...measured], ([, count]) => count);
      const estimatedBytes = sum([...measured], ([bytes, count]) => bytes * count);
      const error = (likelyErrors * fit.errorOf(estimated, estimatedBytes)) / Math.max(summary.total, 1);
      return { method: "estimate", ...summary, error: Math.ceil(error * 10_000) / 10_000 };
    },
  };
}

/** Bytes of prompts to count before sampling starts. */
function budgetOf(mode: TokenMode, fileBytes: number | undefined): number {
  if (mode === "exact") return Number.POSITIVE_INFINITY;
  if (mode === "estimate") return 0;
  if (fileBytes === undefined) return exactBytes;
  return fileBytes <= exactBytes ? Number.POSITIVE_INFINITY : 0;
}

/** Pseudo-random by the row's offset: the finalizer of MurmurHash3 (public domain). */
function isDrawnRow(offset: number): boolean {
  let mixed = Math.imul(offset ^ (offset >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % drawnShare === 0;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

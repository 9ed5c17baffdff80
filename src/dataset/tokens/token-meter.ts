import type { JsonObject } from "../../json.js";
import { messagesOf } from "../message.js";
import { promptTexts } from "./prompt-texts.js";
import { createRatioFit } from "./ratio-fit.js";
import type { TokenCounter } from "./token-counter.js";
import { type TokenStatistics, summarizeTokens } from "./token-statistics.js";

/** `auto` counts files of up to 20 MB exactly and estimates larger ones; `off` counts nothing. */
export const tokenModes = ["auto", "exact", "estimate", "off"] as const;
export type TokenMode = (typeof tokenModes)[number];

/** What a meter works with. */
export interface TokenMeterOptions {
  counter: TokenCounter;
  mode: TokenMode;
  /** The file's size; undefined where nobody knows it beforehand. */
  fileBytes: number | undefined;
  /** A row whose prompt has more bytes than this is counted in every mode. */
  countedAbove: number;
}

/** Measures the prompts of one file. */
export interface TokenMeter {
  /**
   * Takes a row in.
   * @param encoded whether its strings are byte text (see `byte-text.ts`)
   * @returns the tokens of its prompt; undefined where they were not counted, or it has no messages
   */
  add(item: JsonObject, encoded: boolean): number | undefined;
  /** Undefined where no row had messages. */
  finish(): TokenStatistics | undefined;
}

const exactBytes = 20_000_000;

/** Of an estimate's rows one in so many is counted, chosen by chance, and those at the beginning. */
const drawnShare = 16;
const firstRows = 100;

/** Counted rows from which a ratio can be told without the rows at the beginning, which may be of another kind. */
const enoughRows = 30;

/** Standard errors that 19 of 20 estimates stay within. */
const likelyErrors = 1.96;

/**
 * Counts each prompt, or one in sixteen and predicts the others by their length in bytes: tokens a byte hardly vary
 * within a file, so that the sum is mostly within one per cent. The same file gives the same sample.
 */
export function createTokenMeter({ counter, mode, fileBytes, countedAbove }: TokenMeterOptions): TokenMeter {
  const counted = new Map<number, number>();
  const measured = new Map<number, number>();
  const [all, drawn] = [createRatioFit(), createRatioFit()];
  let budget = budgetOf(mode, fileBytes);
  let rows = 0;

  return {
    add(item, encoded) {
      if (messagesOf(item).length === 0) return undefined;
      const texts = promptTexts(item);
      const bytes = sum(texts, (text) => (encoded ? text.length : Buffer.byteLength(text)));
      rows++;
      budget -= bytes;
      const isDrawn = budget < 0 && isDrawnRow(rows);
      if (budget < 0 && !isDrawn && rows > firstRows && bytes <= countedAbove) {
        increment(measured, bytes, 1);
        return undefined;
      }
      const tokens = sum(texts, (text) => (encoded ? counter.countBytes(text) : counter.count(text)));
      increment(counted, tokens, 1);
      if (bytes <= countedAbove) {
        all.add(bytes, tokens);
        if (isDrawn) drawn.add(bytes, tokens);
      }
      return tokens;
    },
    finish() {
      const fit = drawn.pairs() < enoughRows ? all : drawn;
      const rowsByTokens = new Map(counted);
      for (const [bytes, count] of measured) increment(rowsByTokens, Math.round(fit.ratio() * bytes), count);
      const summary = summarizeTokens(rowsByTokens);
      if (!summary || measured.size === 0) return summary && { method: "exact", ...summary };
      const estimated = sum([...measured], ([, count]) => count);
      const estimatedBytes = sum([...measured], ([bytes, count]) => bytes * count);
      const error = (likelyErrors * fit.errorOf(estimated, estimatedBytes)) / Math.max(summary.total, 1);
      return { method: "estimate", ...summary, error: Math.ceil(error * 10_000) / 10_000 };
    },
  };
}

/** Bytes of prompts to be counted before the drawing begins. */
function budgetOf(mode: TokenMode, fileBytes: number | undefined): number {
  if (mode === "exact") return Number.POSITIVE_INFINITY;
  if (mode === "estimate") return 0;
  if (fileBytes === undefined) return exactBytes;
  return fileBytes <= exactBytes ? Number.POSITIVE_INFINITY : 0;
}

/** Chance that follows from the row's number: the end of the hash function MurmurHash3 (public domain). */
function isDrawnRow(row: number): boolean {
  let mixed = Math.imul(row ^ (row >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % drawnShare === 0;
}

function increment(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

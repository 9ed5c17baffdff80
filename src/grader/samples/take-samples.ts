import type { SourceRow } from "#dataset/read/row-source.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";
import type { JsonObject } from "#json/json-value.js";
import type { RftError } from "#errors.js";
import { type TokenSpend, countSpend } from "#grader/config/token-spend.js";
import type { Deployment, DeploymentReply } from "#service/judge.js";
import { mapInOrder } from "./map-in-order.js";
import type { SampleLine } from "./read-samples.js";
import { isOfOneRequest } from "#grader/judge/request-failure.js";
import { sampleRows } from "#dataset/sampling/row-sample.js";
import { type SampleSettings, sampleRequest } from "./sample-request.js";
import type { SampleStore } from "./sample-store.js";

/** What to ask, and where to keep it. */
export interface SamplingRequest {
  rows: AsyncIterable<SourceRow>;
  /** Rows to answer at the most: a fair sample, the same for the same rows. */
  n: number;
  /** Answers to each row. */
  k: number;
  deployment: Deployment;
  settings: SampleSettings;
  store: SampleStore;
  /** Questions at the same time. */
  atOnce: number;
  signal: AbortSignal;
  /** Called before the first question with the number of questions. */
  onStart?: (questions: number, rows: number) => Promise<void>;
}

/** What came of the questions. */
export interface SamplingResult {
  /** Where the answers are kept, those from before among them. */
  file: string;
  rows: number;
  /** Answers to each row that were wanted. */
  samplesPerRow: number;
  /** Answers that came now. */
  answers: number;
  /** Answers that were there already. */
  kept: number;
  /** Questions without an answer; they are asked again the next time. */
  failed: number;
  /** Why the first of them failed. */
  reason?: string;
  /** Answers of now that the limit of tokens cut off. */
  cutOff: number;
  /** By the model that answered now. */
  models: TokenSpend[];
}

/** The report, and all answers that the run is about. */
export interface TakenSamples {
  report: SamplingResult;
  lines: AsyncIterable<SampleLine[]>;
}

/** Failures without a single answer after which no further question is asked. */
const hopeless = 5;

interface Question {
  row: SourceRow;
  request: JsonObject;
}

/**
 * Has a deployment answer a sample of the rows, each several times, and keeps each answer as it comes; what is kept
 * already is not asked again.
 * @throws RftError of a deployment that cannot be asked at all, or that has answered nothing: at the fifth failure,
 * or at the end where nothing is kept from before
 */
export async function takeSamples(request: SamplingRequest): Promise<TakenSamples> {
  const { store, k, deployment, atOnce, signal } = request;
  const kept = await countKept(store, signal);
  const rows = await chooseRows(request);
  const there = ({ item }: SourceRow) => Math.min(k, kept.get(keyOf(item)) ?? 0);
  const questions = rows.flatMap(({ row, request: body }) =>
    Array.from({ length: k - there(row) }, (): Question => ({ row, request: body })),
  );
  if (questions.length > 0) await request.onStart?.(questions.length, rows.length);
  const spend = countSpend();
  let [answers, cutOff] = [0, 0];
  const failures: RftError[] = [];
  const ask = async ({ row, request: body }: Question) => {
    try {
      const reply = await deployment.ask(body);
      spend.add(reply.model, reply.usage);
      await store.append(sampleLine(row, reply));
      answers++;
      if (reply.finishReason === "length") cutOff++;
    } catch (error) {
      if (!isOfOneRequest(error)) throw error;
      failures.push(error);
      if (answers === 0 && failures.length >= hopeless) throw failures[0] ?? error;
    }
    return {};
  };
  for await (const _ of mapInOrder([questions], atOnce, ask)) signal.throwIfAborted();
  const [first] = failures;
  // Of an empty sample nothing can be said.
  if (first && answers === 0 && kept.size === 0) throw first;
  const report: SamplingResult = {
    file: store.path,
    rows: rows.length,
    samplesPerRow: k,
    answers,
    kept: rows.reduce((sum, { row }) => sum + there(row), 0),
    failed: failures.length,
    ...(first && { reason: first.message }),
    cutOff,
    models: spend.list(),
  };
  return {
    report,
    lines: readKept(
      rows.map(({ row }) => row),
      request,
    ),
  };
}

/** The kept answers to the rows of a run, no more than so many a row; lines that are broken are passed over. */
async function* readKept(
  rows: readonly SourceRow[],
  { k, store, signal }: SamplingRequest,
): AsyncGenerator<SampleLine[]> {
  const left = new Map(rows.map((row) => [keyOf(row.item), k]));
  for await (const batch of store.read(signal)) {
    yield batch.filter(({ subject }) => {
      const key = subject && keyOf(subject.item);
      const more = key === undefined ? 0 : (left.get(key) ?? 0);
      if (key !== undefined) left.set(key, Math.max(0, more - 1));
      return more > 0;
    });
  }
}

async function chooseRows({ rows, n, settings }: SamplingRequest): Promise<Question[]> {
  const chosen = sampleRows<Question>(n);
  const seen = new Set<number>();
  for await (const { line, item, text } of rows) {
    const request = sampleRequest(item, settings);
    const key = keyOf(item);
    // Rows that are the same are one prompt, here as in the report.
    if (!request || seen.has(key)) continue;
    seen.add(key);
    chosen.add({ row: { line, item, text }, request });
  }
  return chosen.shuffled().toSorted((a, b) => a.row.line - b.row.line);
}

async function countKept(store: SampleStore, signal: AbortSignal): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for await (const batch of store.read(signal)) {
    for (const { subject } of batch) {
      if (!subject) continue;
      const key = keyOf(subject.item);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** Samples belong to one prompt where their items are equal. */
function keyOf(item: JsonObject): number {
  return fingerprint(item).hash;
}

/** A line as `rft grade --samples` reads it; the row stands in it as it was written, numbers and all. */
function sampleLine({ text }: SourceRow, reply: DeploymentReply): string {
  const { content, toolCalls, model, finishReason, usage } = reply;
  const sample = { output_text: content ?? "", ...(toolCalls && { output_tools: toolCalls }) };
  const rest = JSON.stringify({ sample, model, finish_reason: finishReason, usage });
  return `{"item":${text.trim()},${rest.slice(1)}`;
}

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

/** What to ask, and where to keep the answers. */
export interface SamplingRequest {
  rows: AsyncIterable<SourceRow>;
  /** Most rows to answer: a fair sample, the same for the same rows. */
  n: number;
  /** Answers per row. */
  k: number;
  deployment: Deployment;
  settings: SampleSettings;
  store: SampleStore;
  /** Questions in flight at once. */
  atOnce: number;
  signal: AbortSignal;
  /** Called before the first question with the numbers of questions and rows. */
  onStart?: (questions: number, rows: number) => Promise<void>;
}

/** How the questions went. */
export interface SamplingResult {
  /** The file of all answers, earlier ones included. */
  file: string;
  rows: number;
  /** Answers wanted per row. */
  samplesPerRow: number;
  /** New answers. */
  answers: number;
  /** Answers kept from earlier runs. */
  kept: number;
  /** Questions without an answer; the next run asks them again. */
  failed: number;
  /** Why the first of them failed. */
  reason?: string;
  /** New answers that the token limit cut off. */
  cutOff: number;
  /** What the new answers cost, by model. */
  models: TokenSpend[];
}

/** The report, and all answers to the run's rows. */
export interface TakenSamples {
  report: SamplingResult;
  lines: AsyncIterable<SampleLine[]>;
}

/** After this many failures without a single answer, no further question is asked. */
const hopeless = 5;

interface Question {
  row: SourceRow;
  request: JsonObject;
}

/**
 * Has a deployment answer a sample of the rows, several times each, and stores each answer as it comes; kept answers
 * are not asked for again.
 * @throws RftError if the deployment cannot be asked at all, or has answered nothing: at the fifth failure, or at the
 * end if no earlier answers are kept
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
  // There is nothing to report on an empty sample.
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

/** The kept answers to a run's rows, at most `k` per row; skips broken lines. */
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
    // Equal rows are one prompt, here as in the report.
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

/** Samples belong to the same prompt if their items are equal. */
function keyOf(item: JsonObject): number {
  return fingerprint(item).hash;
}

/** A line as `rft grade --samples` reads it; the row keeps its own text, so its numbers stay as written. */
function sampleLine({ text }: SourceRow, reply: DeploymentReply): string {
  const { content, toolCalls, model, finishReason, usage } = reply;
  const sample = { output_text: content ?? "", ...(toolCalls && { output_tools: toolCalls }) };
  const rest = JSON.stringify({ sample, model, finish_reason: finishReason, usage });
  return `{"item":${text.trim()},${rest.slice(1)}`;
}

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { PartReader } from "#dataset/validate/part-reader.js";
import type { WatchPart } from "#dataset/validate/row-watch.js";

/** What the thread says: how many bytes it has read, or what the part told. */
export type PartMessage = { bytes: number } | { part: WatchPart | undefined };

/** Megabytes for young objects: more is no faster for a thread that keeps no row (measured). */
const youngMegabytes = 4;

/** Starts a thread that reads a part of a file; undefined on a machine with a single core. */
export function startPartThread(signal: AbortSignal | undefined): PartReader | undefined {
  if (availableParallelism() < 2) return undefined;
  const thread = new Worker(new URL("../part-worker.cjs", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  // What went wrong is found out again, and reported, by who reads the part instead.
  const ended = new Promise<undefined>((resolve) => {
    thread.once("error", () => resolve(undefined));
    thread.once("exit", () => resolve(undefined));
  });
  const close = () => void thread.terminate();
  signal?.addEventListener("abort", close, { once: true });
  return {
    close,
    read(request, onProgress) {
      const told = new Promise<WatchPart | undefined>((resolve) => {
        thread.on("message", (message: PartMessage) => {
          if ("part" in message) resolve(message.part);
          else onProgress(message.bytes);
        });
      });
      thread.postMessage(request);
      return Promise.race([told, ended]);
    },
  };
}

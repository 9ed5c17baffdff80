// What runs in the thread that `part-thread.ts` starts.
import { parentPort } from "node:worker_threads";
import { type PartRequest, readPart } from "#dataset/validate/part-reader.js";
import type { PartMessage } from "./part-thread.js";

function say(message: PartMessage, given: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, given);
}

/** Bytes between two words on how far it has come: each one interrupts the other thread. */
const saidBytes = 4_000_000;

parentPort?.once("message", (request: PartRequest) => {
  let said = 0;
  const onProgress = (bytes: number) => {
    if (bytes - said < saidBytes) return;
    said = bytes;
    say({ bytes });
  };
  void readPart(request, onProgress).then((part) => say({ part }, part && [part.index.buffer]));
});

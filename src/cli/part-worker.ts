// What runs in the thread that `part-thread.ts` starts.
import { parentPort } from "node:worker_threads";
import { type PartRequest, readPart } from "../dataset/part-reader.js";
import type { PartMessage } from "./part-thread.js";

function say(message: PartMessage): void {
  parentPort?.postMessage(message);
}

parentPort?.once("message", (request: PartRequest) => {
  void readPart(request, (bytes) => say({ bytes })).then((part) => say({ part }));
});

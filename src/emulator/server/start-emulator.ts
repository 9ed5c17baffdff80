import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { RftError } from "#errors.js";
import { newestRules } from "#rules/select-rules.js";
import { createApp } from "./app.js";
import { claimDataDir, refuseServedDataDir } from "./claim-data-dir.js";
import { startClock } from "#emulator/state/clock.js";
import { createFaultPlan } from "#emulator/faults/fault-plan.js";
import type { FaultRule, Sleep } from "#emulator/faults/fault-rule.js";
import { parseFaultRules } from "#emulator/faults/parse-faults.js";
import { openStore } from "#emulator/state/store.js";
import { createEmulatedService } from "#emulator/simulate/emulated-service.js";

export interface EmulatorOptions {
  /** 0, the default, picks a free port. */
  port?: number;
  /** Holds files and jobs; created if missing. By default a new folder that is removed at the end. */
  dataDir?: string;
  /** Simulated seconds per real second; 300 by default. */
  speed?: number;
  /** Seeds ids and everything random; 1 by default. */
  seed?: number;
  /** The only accepted `api-key`, "emulator" by default; any bearer token is accepted. */
  apiKey?: string;
  /** Real milliseconds; the system clock by default. */
  now?: () => number;
  /** Unix seconds at which the simulated clock starts in a new data dir; the current time by default. */
  startTime?: number;
  /** False for a service that drops jobs' metadata from its answers. True by default. */
  keepMetadata?: boolean;
  /** What goes wrong with which requests; nothing by default. A request may order more in its `x-rft-fault` header. */
  faults?: readonly FaultRule[];
  /** How the faults `latency` and `silence` wait; real time by default. */
  sleep?: Sleep;
}

/** A running emulator. */
export interface Emulator {
  /** The endpoint for a client: `http://127.0.0.1:<port>`. */
  url: string;
  /** Saves the state and stops; the data dir can be reused. A second call waits for the first. */
  close: () => Promise<void>;
}

const realSleep: Sleep = async (milliseconds, signal) => delay(milliseconds, undefined, { signal });

const defaults = { port: 0, speed: 300, seed: 1, apiKey: "emulator", keepMetadata: true } as const;

/**
 * Serves the service's fine-tuning API on this machine, on 127.0.0.1 only. Training is simulated: nothing leaves the
 * machine, no model is trained, and every job says so in its first event. Simulated time passes only while the
 * emulator runs.
 * @throws RftError `input` where the data dir holds something else, `configuration` where the port is taken, another
 * emulator serves the data dir, or a fault rule is invalid.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  if (options.dataDir !== undefined) return serve(options, resolve(options.dataDir));
  const dataDir = await mkdtemp(join(tmpdir(), "rft-emulator-"));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const { url, close } = await serve(options, dataDir);
    let closing: Promise<void> | undefined;
    return { url, close: () => (closing ??= close().then(remove)) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function serve(options: EmulatorOptions, dataDir: string): Promise<Emulator> {
  const { port, speed, seed, apiKey, keepMetadata } = { ...defaults, ...options };
  const now = options.now ?? Date.now;
  const rules = parseFaultRules(options.faults ?? []);
  await refuseServedDataDir(dataDir);
  const store = await openStore(dataDir);
  const clock = startClock({ at: store.savedAt ?? options.startTime ?? now() / 1000, speed, now });
  const service = createEmulatedService({ store, clock, rules: newestRules, seed, keepMetadata });
  const faults = createFaultPlan(rules, now);
  const app = createApp(service, { apiKey, dataDir, faults, sleep: options.sleep ?? realSleep });
  // The listener's types include HTTP/2; this server is HTTP/1.
  const listener = getRequestListener((request, env) => app.fetch(request, env));
  const server = createServer((request, response) => void listener(request, response));
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "EADDRINUSE" ? "is taken" : `cannot be listened on (${code})`;
    throw new RftError("configuration", `port ${port} of 127.0.0.1 ${reason}`, {
      hint: "Choose another port, or 0 for a free one.",
      cause: error,
    });
  }
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const stopServing = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const release = await claimDataDir(dataDir, bound).catch(async (error: unknown) => {
    // A listening server would keep the process alive for ever.
    await stopServing();
    throw error;
  });
  const close = async () => {
    await stopServing();
    await service.turn(() => undefined);
    await release();
  };
  let closing: Promise<void> | undefined;
  return { url: `http://127.0.0.1:${bound}`, close: () => (closing ??= close()) };
}

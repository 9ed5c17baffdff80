// A day of `rft watch` on a simulated clock: memory growth, requests, events lost or told twice.
// npm run -s build && node --expose-gc bench/watch.mjs
import { setImmediate as breathe } from "node:timers/promises";
import { parseStopRule, watchJob } from "../dist/library/index.js";

const hours = 24;
const wanted = 10_000;
const interval = 10;
const start = Date.parse("2026-01-05T09:00:00Z");
const spacing = (hours * 3_600_000) / wanted;
let clock = start;

/** The n-th event: every twentieth is a step's, with some 60 figures; every fifth step is evaluated. */
function makeEvent(n) {
  const created_at = Math.floor((start + (n + 1) * spacing) / 1000);
  const event = { id: `ftevent-${n}`, created_at, level: "info", message: `line ${n}` };
  if (n % 20 !== 0) return event;
  const step = n / 20 + 1;
  const data = { step, total_steps: wanted / 20, train_mean_reward: 0.5, total_duration: 172 };
  if (step % 5 === 0) data.full_valid_mean_reward = 0.3 + 0.001 * step;
  for (let more = 0; more < 55; more++) data[`errors_${more}`] = more / 7 + step;
  return { ...event, message: `Step ${step}/${wanted / 20} , train mean reward=0.50`, type: "metrics", data };
}

const counts = { job: 0, events: 0, checkpoints: 0, faults: 0 };
/** Fails for an hour without a network, from 3 to 4 in the morning, and on every 200th request. */
function mayFail(kind) {
  counts[kind]++;
  const hour = (clock - start) / 3_600_000;
  const isAway = hour >= 18 && hour < 19;
  if (!isAway && (counts.job + counts.events) % 200 !== 199) return;
  counts.faults++;
  throw new (watchFault())("unreachable", "cannot reach the service");
}
let Fault;
const watchFault = () => Fault;

const logged = () => Math.min(wanted, Math.floor((clock - start) / spacing));
const api = {
  async getJob(id) {
    mayFail("job");
    return { id, status: logged() === wanted ? "succeeded" : "running", model: "o4-mini-2025-04-16" };
  },
  async listEvents(_id, { after, limit = 20 } = {}) {
    mayFail("events");
    const newest = after === undefined ? logged() - 1 : Number(after.slice("ftevent-".length)) - 1;
    const oldest = Math.max(0, newest - limit + 1);
    const data = [];
    // Every answer consists of new objects, as from the network.
    for (let n = newest; n >= oldest; n--) data.push(JSON.parse(JSON.stringify(makeEvent(n))));
    return { data, hasMore: oldest > 0 };
  },
  async listCheckpoints() {
    counts.checkpoints++;
    return { data: [], hasMore: false };
  },
};

const { RftError } = await import("../dist/library/index.js");
Fault = RftError;
const rules = ["plateau:400", "gap:0.5", "token-growth:30", "budget:100000"].map((text) =>
  parseStopRule(text),
);
const options = {
  interval,
  rules,
  now: () => new Date(clock),
  sleep: async (milliseconds) => {
    clock += milliseconds;
    await breathe();
  },
};

let next = 0;
let lost = 0;
let doubled = 0;
let before;
const memory = () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: rss / 1024 / 1024, heap: heapUsed / 1024 / 1024 };
};
const began = performance.now();
for await (const update of watchJob(api, "ftjob-1", options)) {
  if (update.type !== "event") continue;
  const n = Number(update.event.id.slice("ftevent-".length));
  if (n < next) doubled++;
  if (n > next) lost += n - next;
  next = Math.max(next, n + 1);
  // After the first 500 events, everything that loads once is loaded.
  if (n === 500) before = memory();
}
lost += wanted - next;
const after = memory();
const requests = counts.job + counts.events + counts.checkpoints;
console.log(
  `a day of watching, simulated: ${wanted} events, a look every ${interval} s, an hour without a network`,
);
console.log(
  `  ${requests} requests (${counts.job} job, ${counts.events} events, ${counts.checkpoints} checkpoints), ${counts.faults} of them failed`,
);
console.log(`  events lost ${lost}, told twice ${doubled}`);
const line = (name, key, must) =>
  `  ${name} ${before[key].toFixed(1)} MiB after 500 events, ${after[key].toFixed(1)} MiB at the end: growth ${(after[key] - before[key]).toFixed(1)} MiB${must}`;
console.log(line("RSS", "rss", " (must 10)"));
console.log(line("heap in use", "heap", ""));
console.log(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);

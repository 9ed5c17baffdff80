import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Outcome, run } from "#test/support/run-in-memory.js";
import { type TestEmulator, testEmulator } from "#test/support/test-emulator.js";

/** A server that takes every request and answers none. */
const silent = createServer((request) => void request.resume());
beforeAll(async () => {
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rft-silence-"));
  await cp("fixtures/cli", folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => void vi.useRealTimers());

interface Wait extends Outcome {
  /** How often the request was sent that is never answered. */
  sent: number;
  /** Seconds that went by while it was waited for. */
  seconds: number;
}

/** A `fetch` by which some requests reach the silent server; the others reach who they are for. */
function silenceSome(strikes: (request: string) => boolean) {
  const count = { sent: 0, waiting: 0, others: 0 };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!strikes(`${init?.method?.toUpperCase() ?? "GET"} ${url.pathname}`)) {
      count.others++;
      try {
        const response = await globalThis.fetch(input, init);
        return new Response(await response.arrayBuffer(), response);
      } finally {
        count.others--;
      }
    }
    url.port = String((silent.address() as AddressInfo).port);
    count.sent++;
    count.waiting++;
    return globalThis.fetch(url, init).finally(() => count.waiting--);
  };
  return { fetch, count };
}

/** Runs a command to its end; time passes only where it sleeps or waits for the silent server and for nobody else. */
async function wait(
  words: string,
  emulator: TestEmulator,
  strikes: Parameters<typeof silenceSome>[0],
): Promise<Wait> {
  const { fetch, count } = silenceSome(strikes);
  let [seconds, slept] = [0, 0];
  const started = Date.now();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const state = { isOver: false };
  const ended = run(words.split(" "), {
    cwd: folder,
    env: { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: "emulator" },
    fetch,
    now: () => new Date(started + slept + seconds * 1000),
    sleep: async (milliseconds) => {
      slept += milliseconds;
      emulator.pass(milliseconds / 1000);
    },
  }).finally(() => (state.isOver = true));
  while (!state.isOver && seconds < 3600) {
    await turn();
    if (count.waiting === 0 || count.others > 0) continue;
    await vi.advanceTimersByTimeAsync(1000);
    seconds++;
  }
  vi.useRealTimers();
  return { ...(await ended), seconds, sent: count.sent };
}

/** A command and the one of its requests that is never answered. */
interface Case {
  /** As docs/faults.md calls the request. */
  request: string;
  words: string;
  strikes: RegExp;
  minutes: number;
  tries: number;
  says: string;
}

const late = (request: string) =>
  `${request}: no answer in time from <url>/openai/v1 Try again; the service may be slow.`;
const check = "check-grader grader.json --data train.jsonl --no-attacks";
const small = { minutes: 1, tries: 3 };
const cases: readonly Case[] = [
  {
    ...small,
    request: "a look",
    words: "list",
    strikes: /^GET .*\/jobs$/,
    says: late("GET /fine_tuning/jobs"),
  },
  {
    ...small,
    request: "a look",
    words: "watch JOB --once",
    strikes: /\/events$/,
    says: late("GET /fine_tuning/jobs/JOB/events"),
  },
  {
    ...small,
    request: "a look",
    words: "doctor",
    strikes: /^GET .*\/jobs$/,
    says: late("GET /fine_tuning/jobs"),
  },
  {
    ...small,
    request: "`pause`, `resume`, `cancel`, a deletion",
    words: "pause JOB",
    strikes: /\/pause$/,
    says: late("POST /fine_tuning/jobs/JOB/pause"),
  },
  {
    ...small,
    request: "`pause`, `resume`, `cancel`, a deletion",
    words: "files delete FILE --yes",
    strikes: /^DELETE/,
    says: late("DELETE /files/FILE"),
  },
  {
    request: "the service's graders",
    words: `${check} --remote`,
    strikes: /\/graders\//,
    minutes: 3,
    tries: 3,
    says: late("POST /fine_tuning/alpha/graders/validate"),
  },
  {
    request: "a deployment's answer",
    words: `${check} --model o4-mini -k 1 -n 1`,
    strikes: /\/completions$/,
    minutes: 10,
    tries: 4,
    says: late("POST /chat/completions"),
  },
  {
    request: "a file",
    words: "submit job.yaml --yes",
    strikes: /^POST .*\/files$/,
    minutes: 30,
    tries: 1,
    says: late("POST /files"),
  },
  {
    request: "the job",
    words: "submit job.yaml --yes",
    strikes: /^POST .*\/jobs$/,
    minutes: 1,
    tries: 1,
    says:
      "and it is not known whether the job was created: POST /fine_tuning/jobs: no answer in time from <url>/openai/v1; " +
      "the service lists no such job Submit again in a while: it is looked for first, and nothing is created unless you say " +
      "--again. A second job costs as much as the first.",
  },
];

/** An emulator with a running job and a file that no job names. */
async function withJob() {
  const emulator = await testEmulator();
  const { id: job } = await emulator.createJob();
  const { id: file } = (await emulator.upload("spare", "spare.jsonl")).body;
  emulator.pass(900);
  return { emulator, job, file };
}

/** A text on one line, without what is another each time. */
function steady({ stdout, stderr }: Outcome, names: Record<string, string>): string {
  return Object.entries(names).reduce(
    (text, [name, value]) => text.replaceAll(value, name),
    (stdout + stderr).replaceAll(/\s+/g, " "),
  );
}

describe("a service that takes a request and never answers", () => {
  test.each(cases)("$words: $request", async ({ request, words, strikes, minutes, tries, says }) => {
    const { emulator, job, file } = await withJob();
    const argv = words.replace("JOB", job).replace("FILE", file);
    const ended = await wait(argv, emulator, (one) => strikes.test(one));
    const said = steady(ended, { JOB: job, FILE: file, "<url>": emulator.url });
    expect(said).toContain(says);
    expect(ended).toMatchObject({ exitCode: 3, sent: tries, seconds: tries * minutes * 60 });
    const page = (await readFile("docs/faults.md", "utf8")).replaceAll(/ +/g, " ");
    expect(page).toContain(`| ${request} | ${minutes} | ${tries} |`);
  });

  test("not even when the job is looked for: the outcome is unknown after four minutes", async () => {
    const { emulator } = await withJob();
    let isPosted = false;
    const strikes = (request: string) => {
      isPosted ||= /^POST .*\/jobs$/.test(request);
      return isPosted;
    };
    const ended = await wait("submit job.yaml --yes --json", emulator, strikes);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "outcome-unknown" } });
    expect(ended).toMatchObject({ exitCode: 3, sent: 4, seconds: 240 });
  });
});

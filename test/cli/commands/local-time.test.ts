import { describe, expect, test } from "vitest";
import type { Job, JobEvent } from "#service/api.js";
import { run } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "k" };
/** New York's clocks in 2026: daylight saving time from 8 March to 1 November. */
const newYork = (at: Date) =>
  at >= new Date("2026-03-08T07:00:00Z") && at < new Date("2026-11-01T06:00:00Z") ? -240 : -300;
const seconds = (at: string) => Date.parse(at) / 1000;

const job: Job = {
  id: "ftjob-1",
  status: "succeeded",
  model: "o4-mini-2025-04-16",
  created_at: seconds("2026-11-01T03:00:00Z"),
  finished_at: seconds("2026-11-01T15:30:00Z"),
};
const events: JobEvent[] = [
  "2026-11-01T03:59:59Z",
  "2026-11-01T04:00:00Z",
  "2026-11-01T05:30:00Z",
  "2026-11-01T06:30:00Z",
].map((at, index) => ({ id: `e${index}`, created_at: seconds(at), level: "info", message: `line ${index}` }));

function ask(words: string, offsetAt: (at: Date) => number = newYork) {
  const list = (data: unknown[]) => Response.json({ data, has_more: false });
  const fetch = async (input: unknown) => {
    const { pathname } = new URL(String(input));
    if (pathname.endsWith("/events")) return list(events.toReversed());
    if (pathname.endsWith("/checkpoints")) return list([]);
    if (pathname.endsWith("/files"))
      return list([{ id: "file-1", created_at: job.created_at, purpose: "fine-tune" }]);
    return pathname.endsWith("/jobs")
      ? list([job, { ...job, id: "ftjob-0", created_at: seconds("2026-12-01T02:00:00Z") }])
      : Response.json(job);
  };
  return run(words.split(" "), { env, fetch, offsetAt, now: () => new Date("2026-11-02T00:00:00Z") });
}

describe("times are local, with their offset and their day", () => {
  const night = [
    "2026-10-31 23:59:59 -04:00  line 0",
    "2026-11-01 00:00:00 -04:00  line 1",
    "2026-11-01 01:30:00 -04:00  line 2",
    "2026-11-01 01:30:00 -05:00  line 3",
  ];

  test("in events, over midnight and the hour that comes twice", async () => {
    expect((await ask("events ftjob-1")).stdout).toBe(`${night.join("\n")}\n`);
  });

  test("in watch", async () => {
    expect((await ask("watch ftjob-1")).stdout).toContain(`${night.join("\n")}\n`);
  });

  test("in show", async () => {
    const { stdout } = await ask("show ftjob-1");
    expect(stdout).toMatch(/created {2,}2026-10-31 23:00 -04:00\n/);
    expect(stdout).toMatch(/finished {2,}2026-11-01 10:30 -05:00\n/);
  });

  test("in list: at each job where they differ, else in the head", async () => {
    const { stdout } = await ask("list");
    expect(stdout).toMatch(/created {2,}suffix/);
    expect(stdout).toContain("2026-10-31 23:00 -04:00  o4-mini");
    expect(stdout).toContain("2026-11-30 21:00 -05:00  o4-mini");
    const tokyo = (await ask("list", () => 540)).stdout;
    expect(tokyo).toContain("created (UTC+09:00)  suffix");
    expect(tokyo).toContain("2026-11-01 12:00     o4-mini");
  });

  test("in files list", async () => {
    expect((await ask("files list")).stdout).toContain("2026-10-31");
    expect((await ask("files list", () => 330)).stdout).toContain("2026-11-01");
  });

  test.each(["events ftjob-1", "watch ftjob-1", "show ftjob-1", "list", "files list"])(
    "--json of %s knows no zone",
    async (words) => {
      expect((await ask(`${words} --json`)).stdout).toBe((await ask(`${words} --json`, () => 0)).stdout);
    },
  );
});

import { describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "k" };
const model = "o4-mini-2025-04-16";
const created = Date.parse("2026-11-30T20:00:00Z") / 1000;
const now = () => new Date("2026-11-30T22:10:00Z");
const past = {
  id: "ftjob-past",
  status: "succeeded",
  model,
  created_at: created - 90_000,
  finished_at: created - 72_000,
};
const started = { id: "e1", created_at: past.created_at + 3600, level: "info", message: "Job started." };

/** A service with a job that waits, then has succeeded, and one before it. */
function service({ listStatus = 200 }: { listStatus?: number } = {}) {
  const asked: string[] = [];
  let looks = 0;
  const page = (data: unknown[], status = 200) => Response.json({ data, has_more: false }, { status });
  const fetch = async (input: unknown) => {
    const path = new URL(String(input)).pathname.replace("/openai/v1/fine_tuning", "");
    asked.push(path);
    if (path === "/jobs") return page([past], listStatus);
    if (path.endsWith("/events")) return page(path.includes(past.id) ? [started] : []);
    if (path.endsWith("/checkpoints")) return page([]);
    const status = looks++ === 0 ? "pending" : "cancelled";
    return Response.json({ id: "ftjob-1", status, model, created_at: created });
  };
  return { fetch, asked };
}

const ask = (words: string, { fetch }: ReturnType<typeof service>, more = {}) =>
  run(words.split(" "), { env, fetch, now, ...more });

describe("a job in the queue", () => {
  test("show says how long it has waited, when it starts and ends, and by what", async () => {
    const world = service();
    const { stdout, exitCode } = await ask("show ftjob-1", world, { offsetAt: () => 60 });
    expect(exitCode).toBe(0);
    expect(world.asked).toEqual(["/jobs/ftjob-1", "/jobs", "/jobs/ftjob-past/events"]);
    expect(stdout).toContain("waiting                   2 h 10 min so far; hours in the queue are normal\n");
    expect(stdout).toMatch(/starts {2,}about 2026-12-01 02:00 \+01:00 \(.* to 04:40\)\n/);
    expect(stdout).toMatch(/ends {2,}about 2026-12-01 06:00 \+01:00 /);
    expect(stdout).toMatch(/forecast by {2,}your last job like it and public jobs of 2026-10-03\n/);
    const facts = stdout.slice(0, stdout.indexOf("\nwarning")).split("\n");
    for (const line of facts) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("show --json has the forecast beside the job, in UTC", async () => {
    const { stdout } = await ask("show ftjob-1 --json", service(), { offsetAt: () => 60 });
    const { job, forecast } = JSON.parse(stdout);
    expect(job.forecast).toBeUndefined();
    expect(forecast).toMatchObject({
      waitedSeconds: 7800,
      startsAt: { low: "2026-11-30T22:10:00.000Z", high: expect.stringMatching(/^2026-12-01T03:4\d:.*Z$/) },
      basis: [
        { for: "start", by: "own-jobs", jobs: 1 },
        { for: "start", by: "public-jobs", date: "2026-10-03" },
        { for: "end", by: "own-jobs", jobs: 1 },
      ],
    });
  });

  test("show stands where the past cannot be read", async () => {
    const { stdout, stderr, exitCode } = await ask("show ftjob-1", service({ listStatus: 403 }));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/forecast by {2,}public jobs of 2026-10-03\n/);
    expect(stderr).toMatch(/no past jobs for a forecast: .*403/);
  });

  test("watch says it once, with the status", async () => {
    const world = service();
    const { stdout } = await ask("watch ftjob-1", world);
    expect(
      stdout.match(
        /pending for 2 h 10 min, hours in the queue are normal; start about 2026-12-01 01:00 UTC/g,
      ),
    ).toHaveLength(1);
    expect(world.asked.filter((path) => path === "/jobs")).toHaveLength(1);
  });

  test("watch --json has it in the status line", async () => {
    const { stdout } = await ask("watch ftjob-1 --json", service());
    const [first] = stdout.split("\n");
    expect(JSON.parse(first ?? "")).toMatchObject({
      type: "status",
      status: "pending",
      forecast: { waitedSeconds: 7800 },
    });
  });

  test("the live screen says it below the head", async () => {
    const frames: string[] = [];
    await ask("watch ftjob-1", service(), {
      tty: true,
      columns: 80,
      rows: 24,
      onWrite: (text: string) => frames.push(text),
    });
    expect(frames.join("")).toContain("queued; hours are normal; start about 2026-12-01 01:");
  });
});

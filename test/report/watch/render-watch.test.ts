import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import type { JobUpdate } from "#job/watch/job-update.js";
import { fit, renderWatch } from "#report/watch/render-watch.js";
import { type WatchView, foldUpdate, startView } from "#report/watch/watch-view.js";

const start = Date.parse("2026-01-05T09:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const plain = new Chalk({ level: 0 });

function viewOf(updates: JobUpdate[]): WatchView {
  return updates.reduce<WatchView>((view, update) => foldUpdate(view, update), startView("ftjob-1f2e3d"));
}

/** The updates of a run of so many steps: a step every 200 seconds, evaluated each 5th. */
function run(steps: number): JobUpdate[] {
  const job = {
    id: "ftjob-1f2e3d",
    status: "running",
    model: "o4-mini-2025-04-16",
    created_at: start / 1000,
  };
  const updates: JobUpdate[] = [{ type: "status", at: at(0), status: "running", job }];
  for (let step = 1; step <= steps; step++) {
    const train = 0.8 - 0.6 * Math.exp(-step / 8);
    const isEvaluated = step === 1 || step % 5 === 0;
    const event = {
      id: `e${step}`,
      created_at: 0,
      level: "info",
      message: `Step ${step}/90 , train mean reward=${train.toFixed(2)}`,
    };
    updates.push({ type: "event", at: at(200 * step), event });
    updates.push({
      type: "metrics",
      at: at(200 * step),
      step,
      total_steps: 90,
      train_mean_reward: train,
      ...(isEvaluated && { full_valid_mean_reward: train - 0.04 }),
      total_duration: 200,
      reasoning_tokens_mean: 300 + 4 * step,
      "errors/graders/multi/g/errors/train_sample_parse_error_mean": 0.012,
      mean_unresponsive_rewards: 0.02,
    });
  }
  const hours = (steps * 200) / 3600;
  updates.push({ type: "spend", at: at(200 * steps), hours, dollars: 100 * hours, estimated: true });
  return updates;
}

const screens: [name: string, columns: number, rows: number][] = [
  ["80x24", 80, 24],
  ["200x50", 200, 50],
  ["40x10", 40, 10],
];

describe("the screen of a watched job", () => {
  test.each(screens)("%s", async (name, columns, rows) => {
    const lines = renderWatch(viewOf(run(34)), {
      columns,
      rows,
      now: new Date(start + 7_000_000),
      offsetAt: () => 0,
      style: plain,
    });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.length).toBeLessThan(rows);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`screens/${name}.txt`);
  });

  test("no colour means no escape; colour changes nothing else", () => {
    const screen = { columns: 80, rows: 24, now: new Date(start), offsetAt: () => 0 };
    const view = viewOf(run(34));
    const bare = renderWatch(view, { ...screen, style: plain });
    const colored = renderWatch(view, { ...screen, style: new Chalk({ level: 1 }) });
    expect(bare.join("")).not.toContain("\u001b");
    expect(colored.join("")).toContain("\u001b[");
    // oxlint-disable-next-line no-control-regex
    expect(colored.map((line) => line.replaceAll(/\u001b\[\d+m/g, ""))).toEqual(bare);
  });

  const states: [name: string, updates: JobUpdate[], shown: RegExp][] = [
    ["nothing yet", [], /not looked at yet/],
    [
      "a fault that is waited out",
      [{ type: "retrying", at: at(1), reason: "cannot reach x", seconds: 20 }],
      /^cannot reach x; looking again in 20 s$/m,
    ],
    [
      "a silence",
      [{ type: "stalled", at: at(1), seconds: 700, usual: 200 }],
      /^stalled\? no event for 12 min, where a step takes 3 min/m,
    ],
    [
      "a rule",
      [{ type: "rule", at: at(1), rule: "step:34", step: 34, reason: "step 34 is done" }],
      /step:34: step 34 is done; the job is being paused/,
    ],
    [
      "a warning",
      [
        {
          type: "spend",
          at: at(1),
          hours: 2,
          dollars: 200,
          estimated: true,
          warning: { limit: "budget", dollars: 400, share: 0.5 },
        },
      ],
      /more than 50% of the budget, \$400/,
    ],
    [
      "the bill",
      [{ type: "spend", at: at(1), hours: 2, dollars: 200, estimated: false }],
      /^\$200 for 2 h 00 min of training, as billed$/m,
    ],
    [
      "a price nobody knows",
      [{ type: "spend", at: at(1), hours: 2, estimated: true }],
      /what an hour costs is not known/,
    ],
    [
      "the end",
      [
        {
          type: "end",
          at: at(1),
          status: "paused",
          reason: "the job stands paused by step:34 after step 34",
          by: "us",
        },
      ],
      /^paused: the job stands paused by step:34/m,
    ],
  ];
  test.each(states)("shows %s", (_name, updates, shown) => {
    const view = viewOf([...(updates.length === 0 ? [] : run(34)), ...updates]);
    const lines = renderWatch(view, {
      columns: 100,
      rows: 24,
      now: new Date(start),
      offsetAt: () => 0,
      style: plain,
    });
    expect(lines.join("\n")).toMatch(shown);
  });

  test("a fault is gone with the next news", () => {
    const [status] = run(0);
    const view = viewOf([
      { type: "retrying", at: at(1), reason: "down", seconds: 20 },
      ...(status ? [status] : []),
    ]);
    expect(view.trouble).toBeUndefined();
  });

  test("what is shown is a function of the updates: the same again, and no update is changed", () => {
    const updates = run(20);
    const copy = structuredClone(updates);
    expect(viewOf(updates)).toEqual(viewOf(updates));
    expect(updates).toEqual(copy);
  });
});

test.each([
  ["short", 10, "short"],
  ["exactly ten", 11, "exactly ten"],
  ["longer than that", 10, "longer th…"],
  ["two\nlines", 20, "two lines"],
  ["\u001b[2J wiped", 20, "\\u001b[2J wiped"],
  ["日本語日本語", 8, "日本語…"],
  ["“quoted” — │ ● █", 16, "“quoted” — │ ● █"],
  ["“quoted” — │ ● █", 10, "“quoted” …"],
  ["cafe\u0301", 4, "cafe\u0301"],
  ["👩‍🔬👩‍🔬👩‍🔬", 5, "👩‍🔬👩‍🔬…"],
  ["𠀀𠀀", 3, "𠀀…"],
])("%j fits %i columns as %j", (text, columns, expected) => {
  expect(fit(text, columns)).toBe(expected);
});

describe("times are local", () => {
  const night: JobUpdate[] = [0, 1, 2, 3, 4, 5].map((hour) => ({
    type: "event",
    at: at(hour * 3600),
    event: { id: `e${hour}`, created_at: 0, level: "info", message: `line ${hour}` },
  }));
  const log = (rows: number, offsetAt: (at: Date) => number) =>
    renderWatch(viewOf(night), { columns: 80, rows, now: new Date(start), offsetAt, style: plain }).filter(
      (line) => /line \d|UTC/.test(line),
    );

  test("under their day, which stands above the first one and where it changes", () => {
    expect(log(50, () => 720)).toEqual([
      "          2026-01-05 (UTC+12:00)",
      "21:00:00  line 0",
      "22:00:00  line 1",
      "23:00:00  line 2",
      "          2026-01-06 (UTC+12:00)",
      "00:00:00  line 3",
      "01:00:00  line 4",
      "02:00:00  line 5",
    ]);
  });

  test("and under a new heading where the clocks change", () => {
    const offsetAt = (moment: Date) => (moment.getTime() < start + 3 * 3_600_000 ? 120 : 60);
    expect(log(50, offsetAt)).toContain("          2026-01-05 (UTC+01:00)");
    expect(log(50, offsetAt)).toContain("13:00:00  line 3");
  });

  test.each([24, 18, 17, 16, 15, 14])("in %i rows the newest line stays", (rows) => {
    const screen = { columns: 80, rows, now: new Date(start), offsetAt: () => 720, style: plain };
    const lines = renderWatch(viewOf(night), screen);
    expect(lines.length).toBeLessThan(Math.max(2, rows));
    expect(lines).toContain("02:00:00  line 5");
  });
});

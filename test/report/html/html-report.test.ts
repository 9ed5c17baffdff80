import { createHash } from "node:crypto";
import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { findingPages } from "#cli/host/finding-pages.js";
import { reportAssets } from "#cli/commands/result/report-assets.js";
import type { Job } from "#service/api.js";
import { type RunSource, createRunResult } from "#run/outcome/run-result.js";
import { pricesOf, spendOf } from "#run/spend/spend.js";
import type { StepMetrics } from "#run/steps/results.js";
import { newestRules } from "#rules/select-rules.js";
import { reportRun } from "#report/run/report-run.js";
import { type ReportedRun, htmlReport } from "#report/html/html-report.js";
import type { Chart } from "#report/html/run-charts.js";
import { runKey } from "#report/html/run-name.js";
import { thinChart } from "#report/html/thin-chart.js";

const made = { at: new Date("2026-01-05T09:00:00Z"), version: "0.0.0", offsetAt: () => 60 };

function report(runs: ReportedRun[]): string {
  return htmlReport({ runs, pages: findingPages, assets: reportAssets, made });
}

/** A run whose reward rises, evaluated every fifth step. */
function steps(count: number, more: (step: number) => Partial<StepMetrics> = () => ({})): StepMetrics[] {
  return Array.from({ length: count }, (_, index) => {
    const step = index + 1;
    const isEvaluated = step === 1 || step % 5 === 0;
    const reward = 0.9 * (1 - Math.exp(-step / 10));
    return {
      step,
      train_mean_reward: reward,
      ...(isEvaluated && { full_valid_mean_reward: reward - 0.02 }),
      total_duration: 200,
      ...more(step),
    };
  });
}

function runOf(list: StepMetrics[], source: Partial<RunSource> = {}): ReportedRun {
  return {
    run: createRunResult({ steps: list }, { source: "results.csv", validationSamples: 150, ...source }),
  };
}

/** The text of the tables' cells in a chart. */
function table(html: string, id: string): string[][] {
  const figure = html.split(`id="${id}"`)[1]?.split("</figure>")[0] ?? "";
  const rows = figure.split("<tbody>")[1]?.split("</tbody>")[0]?.trim().split("\n") ?? [];
  return rows.map((row) => row.split(/<t[hd][^>]*>/).slice(1));
}

describe("htmlReport", () => {
  test("says in a sentence what came of the run, and which step to take", () => {
    const html = report([runOf(steps(30))]);
    expect(html).toContain(
      "<h1>The validation reward rose from 0.066 to 0.835 at step\u00a030, the last evaluated.</h1>",
    );
    expect(html).toMatch(/<p class="lede">Take step \d+: /);
  });

  test("the recommended step is the first figure, with its reward; the verdict has the numbers that decide", () => {
    const checkpoints = [25, 30].map((step) => ({ id: `ftchkpt-${step}`, step_number: step }));
    const html = report([runOf(steps(30), { validationSamples: 50, checkpoints })]);
    const [, first = ""] = html.split('<dl class="facts">')[1]?.split("<div>") ?? [];
    expect(first.replaceAll(/<[^>]*>/g, "|")).toMatch(
      /^\|Recommended step\|\|25\|reward 0\.806, 0\.029 below the best; noise 0\.074\|/,
    );
    expect(html).toContain("Take step 25: 0.806; best 0.835 at step 30; difference 0.029, noise 0.074.");
    expect(html.match(/<summary>Step \d+, [^<]*/g)).toEqual([
      "<summary>Step 25, the recommended one",
      "<summary>Step 30, the best",
    ]);
    expect(html.match(/name&quot;:&quot;ftchkpt-\d+/g)?.map((text) => text.slice(-10))).toEqual([
      "ftchkpt-25",
      "ftchkpt-30",
    ]);
    expect(html).toContain(
      "Its checkpoint is deployed as ftchkpt-25. The best step’s is deployed as ftchkpt-30.",
    );
  });

  test("what was not judged is said, in the terminal's words", () => {
    const blind = runOf(steps(30).map((step) => ({ ...step })));
    const run = createRunResult({ steps: blind.run.steps }, { source: "results.csv" });
    const html = report([{ run }]);
    expect(html).toContain(
      '<p class="quiet">The rewards were not judged: the number of graded samples is unknown.</p>',
    );
    expect(html).toContain(
      "Not judged: grader-errors, parse-errors, unresponsive-samples (no step counts such answers)",
    );
    expect(html).toContain("No step is recommended: the number of graded validation samples is unknown");
  });

  test("tokens and errors are those of the terminal, with whose answers they are of and when", () => {
    const told = runOf(
      steps(30, (step) => ({
        "usage/samples/train_reasoning_tokens_mean": 300 + step,
        ...(step % 5 === 0 && { "usage/samples/valid_reasoning_tokens_mean": 250 + step }),
        "errors/graders/multi/g/errors/train_sample_parse_error_mean": step > 25 ? 0.09 : 0.2,
      })),
    );
    const html = report([told]).replaceAll(/<[^>]*>/g, "|");
    const text = reportRun(told.run, { width: 200, style: new Chalk({ level: 0 }) });
    expect(html).toContain("Reasoning tokens, training||330|at step 30, from 301 at step 1, +10%|");
    expect(html).toContain("Reasoning tokens, validation||280|at step 30, from 255 at step 5, +10%|");
    expect(html).toContain("Answers not parsed||9%|training, steps 26 to 30; 18% over all steps|");
    expect(text).toContain(
      "training 301 at step 1 -> 330 at step 30; validation 255 at step 5 -> 280 at step 30",
    );
    expect(text).toContain("not parsed 9% (training, steps 26 to 30; 18% over all steps)");
    expect(text).toContain("9% of the training answers could not be parsed");
  });

  test("every chart has its numbers in a table; what was not measured is an empty cell", () => {
    const rows = table(report([runOf(steps(6))]), "reward");
    expect(rows.map(([step, , valid]) => [step, valid === ""])).toEqual([
      ["1", false],
      ["2", true],
      ["3", true],
      ["4", true],
      ["5", false],
      ["6", true],
    ]);
    expect(Number(rows[0]?.[1])).toBeCloseTo(0.9 * (1 - Math.exp(-0.1)), 4);
  });

  test("a chart for each grader and tool, whatever they are called", () => {
    const names = ["multi/whole", 'string_check/a/b "c", d', "string_check/errors"];
    const more = () =>
      Object.fromEntries([
        ...names.map((name) => [`scores/graders/${name}/train_reward_mean`, 0.5]),
        ...names.map((name) => [`errors/graders/${name}/errors/train_other_error_mean`, 0.1]),
        ["train_tool_calls_to_find it", 3],
      ]);
    const html = report([runOf(steps(3, more))]);
    for (const id of ["graders", "grader-errors", "tool-calls"]) expect(html).toContain(`id="${id}"`);
    for (const name of ["whole, training", "a/b &quot;c&quot;, d, training", "errors, training", "find it"])
      expect(html).toContain(`>${name}<output>`);
  });

  test("hostile names and settings stay text", () => {
    const evil = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u001b[31m\u202e`;
    const more = () => ({
      [`scores/graders/python/${evil}/train_reward_mean`]: 1,
      [`train_tool_calls_to_${evil}`]: 2,
    });
    const job: Job = { id: evil, status: evil, fine_tuned_model: evil };
    const settings = { model: evil, grader: { name: evil, headers: { authorization: "geheim" } } };
    const html = report([runOf(steps(12, more), { source: evil, job, settings })]);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
    for (const unwanted of ["<img", "\u001b", "\u202e", "geheim"]) expect(html).not.toContain(unwanted);
    expect(html).toContain("&lt;/script&gt;&lt;script&gt;alert(1)");
  });

  test("its policy allows its own code and styles, and nothing else", () => {
    const html = report([runOf(steps(6))]);
    const hash = (text = "") => `sha256-${createHash("sha256").update(text).digest("base64")}`;
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1];
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1];
    expect(html).toContain(
      `content="default-src &#39;none&#39;; script-src &#39;${hash(script)}&#39;; style-src &#39;${hash(style)}&#39;;`,
    );
    expect(html).not.toMatch(/(?:src|href)="(?!#)|url\(|@import|https?:\/\//);
    // An attribute would be blocked.
    expect(html.replace(script ?? "", "")).not.toMatch(/ style="| on\w+="/);
  });

  /** A run whose grader and batch size are given; its steps cost what o4-mini costs. */
  function comparedRun(source: string, list: StepMetrics[], name: string, batch_size: number): ReportedRun {
    const spend = spendOf(list, pricesOf({ model: "o4-mini-2025-04-16" }, newestRules));
    const grader = { type: "python", name, headers: { authorization: "geheim" } };
    return runOf(list, { source, spend, settings: { grader, hyperparameters: { batch_size } } });
  }
  const quick = () => steps(20).map((step) => ({ ...step, total_duration: 100 }));

  test("several runs: side by side with their costs and settings, then each", () => {
    const html = report([
      comparedRun("a", quick(), "one", 4),
      comparedRun("deep/er/b.csv", steps(30), "one", 8),
    ]);
    expect(html).toContain("2 runs compared: B b.csv reached the highest validation reward");
    // Keys in the heads of tables; what they stand for, whole, once before them.
    expect(html).toMatch(/<strong>B<\/strong> <a href="#run-2">deep\/er\/b\.csv<\/a>/);
    expect(html).toMatch(/<th scope="row">batch_size<\/th><td>4<\/td><td>8<\/td>/);
    // 20 steps of 100 s and 30 of 200 s, at $100 an hour.
    for (const [name, ...cells] of [
      ["steps", "20", "30"],
      ["training", "33 min", "1 h 40 min"],
      ["estimated cost", "$55.56", "$167"],
    ])
      expect(html).toContain(
        `<th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
      );
    expect(table(html, "by-hours")[0]?.[0]).toBe("0.02778");
    expect(html).toContain('id="run-2-reward"');
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("several runs: who came to which reward first, and at what cost", () => {
    const html = report([comparedRun("a", quick(), "one", 4), comparedRun("b", steps(30), "one", 8)]);
    expect(html.replaceAll("\u00a0", " ")).toContain(
      "First at 0.7 was A (step 20, 0.6 h, $55.56), before B (step 20, 1.1 h, $111).",
    );
    expect(html).toMatch(
      /<th scope="row">0\.8<\/th><td class="quiet">not reached<\/td><td>step\u00a025, 1\.4\u00a0h, \$139<\/td>/,
    );
  });

  test("several runs: graders that differ are warned of, and shown as a difference without their secrets", () => {
    const html = report([comparedRun("a", quick(), "one", 4), comparedRun("c", steps(30), "two", 4)]);
    expect(html).toContain("their rewards are not comparable");
    expect(html).toContain("The graders differ: a reward of one run says nothing about a reward of another.");
    expect(html).toContain("<del>one</del><ins>two</ins>");
    expect(html).not.toContain("First at");
    expect(html).not.toContain("geheim");
  });

  test("a run's head names its file, its tooltip the whole path", () => {
    const html = report([runOf(steps(6), { source: "../deep/er/results.csv" })]);
    expect(html).toContain('<span title="../deep/er/results.csv">results.csv</span>');
    expect(html).toContain("<title>results.csv · rft metrics</title>");
  });

  test.each([
    [0, "A"],
    [25, "Z"],
    [26, "A2"],
    [77, "Z3"],
  ])("run %i is called %s", (place, key) => expect(runKey(place)).toBe(key));

  test("a run without evaluations, and one that is no RFT", () => {
    expect(report([runOf(steps(1, () => ({ full_valid_mean_reward: "" })))])).toContain(
      "no validation reward yet",
    );
    const html = report([runOf([{ step: 1, train_loss: 2 }])]);
    expect(html).toContain("A supervised run of 1 steps");
  });

  test("100,000 steps and twenty graders, twice, fit into 400 KB; the best step is kept", () => {
    const scores = Object.fromEntries(
      Array.from({ length: 20 }, (_, grader) => [
        `scores/graders/python/g${grader}/train_reward_mean`,
        0.12345,
      ]),
    );
    const run = runOf(steps(100_000, () => scores));
    const html = report([run, run]);
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
    expect(html).toMatch(/show at most \d+ of the 100000 steps/);
    expect(html).toContain("8 more curves are left out");
    expect(table(html, "run-1-reward").map(([step]) => step)).toContain(String(run.run.best?.step));
  });

  test("the finding pages of its diagnosis stand in it", () => {
    const flat = runOf(
      steps(60, () => ({ train_mean_reward: 0.1 })).map((step) =>
        "full_valid_mean_reward" in step ? { ...step, full_valid_mean_reward: 0.1 } : step,
      ),
    );
    const [first] = flat.run.diagnosis;
    expect(first).toBeDefined();
    expect(report([flat])).toContain(`<code>${first?.code}</code>`);
  });
});

describe("thinChart", () => {
  const length = 100_000;
  const x = Array.from({ length }, (_, index) => index + 1);
  // A noise without chance: the same at every run of the test.
  const noise = (index: number) => 0.5 + 0.1 * Math.sin(index * 12.9898) * Math.cos(index * 78.233);
  const spikes = new Map([
    [123, 0.95],
    [45_678, -0.4],
    [98_765, 1.7],
  ]);
  const dense = x.map((_, index) => spikes.get(index) ?? noise(index));
  const other = x.map((_, index) => (index === 31_415 ? 9 : noise(index + 7)));
  const sparse = x.map((_, index) => (index % 5000 === 4999 ? index / length : undefined));
  const chart: Chart = {
    id: "reward",
    title: "",
    about: "",
    xName: "step",
    x,
    mark: { x: 77_777, label: "" },
    series: [dense, other, sparse].map((values) => ({ name: "", role: "train", values })),
  };

  test.each([60, 300, 2000])(
    "of %i rows: first, last, marked, spikes and all of few values stay, nothing made up",
    (most) => {
      const thinned = thinChart(chart, most);
      expect(thinned.x.length).toBeLessThanOrEqual(most + 3);
      expect(thinned.x.length).toBeGreaterThan(most / 2);
      for (const kept of [1, 100_000, 77_777, 124, 45_679, 98_766, 31_416]) expect(thinned.x).toContain(kept);
      expect(thinned.series[2]?.values.filter((value) => value !== undefined)).toHaveLength(20);
      for (const [series, { values }] of thinned.series.entries())
        expect(values).toEqual(thinned.x.map((step) => chart.series[series]?.values[step - 1]));
    },
  );

  test("one that fits is left as it is", () => {
    expect(thinChart(chart, length)).toBe(chart);
  });
});

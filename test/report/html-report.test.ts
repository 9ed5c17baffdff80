import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { findingPages } from "../../src/cli/finding-pages.js";
import { reportAssets } from "../../src/cli/report-assets.js";
import type { Job } from "../../src/job/api.js";
import { type RunSource, createRunReport } from "../../src/job/run-report.js";
import type { StepMetrics } from "../../src/job/results.js";
import { type ReportedRun, htmlReport } from "../../src/report/html/html-report.js";
import { thinSteps } from "../../src/report/html/thin-steps.js";

const made = { at: new Date("2026-01-05T09:00:00Z"), version: "0.0.0" };

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
    run: createRunReport({ steps: list }, { source: "results.csv", validationSamples: 150, ...source }),
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

  test("several runs: side by side, then each; different graders are warned of", () => {
    const settings = (name: string, batch_size: number) => ({
      grader: { type: "python", name },
      hyperparameters: { batch_size },
    });
    const [a, b] = [
      runOf(steps(10), { source: "a", settings: settings("one", 4) }),
      runOf(steps(30), { source: "b", settings: settings("one", 8) }),
    ];
    const same = report([a, b]);
    expect(same).toContain("2 runs compared: b reached the highest validation reward");
    expect(same).toMatch(/<th scope="row">batch_size<\/th><td>4<\/td><td>8<\/td>/);
    expect(table(same, "by-hours")[0]?.[0]).toBe("0.05556");
    expect(same).toContain('id="run-2-reward"');
    const ids = [...same.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const other = report([a, runOf(steps(30), { source: "c", settings: settings("two", 8) })]);
    expect(other).toContain("their rewards are not comparable");
  });

  test("a run without evaluations, and one that is no RFT", () => {
    expect(report([runOf(steps(1, () => ({ full_valid_mean_reward: "" })))])).toContain(
      "no validation reward yet",
    );
    const html = report([runOf([{ step: 1, train_loss: 2 }])]);
    expect(html).toContain("A supervised run of 1 steps");
  });

  test("20,000 steps and twenty graders fit into 400 KB; the best step is kept", () => {
    const scores = Object.fromEntries(
      Array.from({ length: 20 }, (_, grader) => [
        `scores/graders/python/g${grader}/train_reward_mean`,
        0.12345,
      ]),
    );
    const run = runOf(steps(20_000, () => scores));
    const html = report([run, run]);
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
    expect(html).toMatch(/19\d{3} of 20000 steps are left out/);
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

describe("thinSteps", () => {
  test.each([5, 100, 999])("at most about %i, first and last, nothing made up", (most) => {
    const all = steps(1000);
    const { steps: kept, leftOut } = thinSteps(all, most, [777]);
    expect(kept.length).toBeLessThanOrEqual(most + 3);
    expect(kept.length + leftOut).toBe(1000);
    expect(kept.map(({ step }) => step)).toEqual(expect.arrayContaining([1, 777, 1000]));
    for (const step of kept) expect(all).toContain(step);
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findingPages } from "#cli/host/finding-pages.js";
import { reportAssets } from "#cli/commands/result/report-assets.js";
import { type RunResult, createRunResult } from "#run/outcome/run-result.js";
import { pricesOf, spendOf } from "#run/spend/spend.js";
import { type ReportedRun, htmlReport } from "#report/html/html-report.js";
import type { ReportedEvaluation } from "#report/html/outputs-section.js";
import { newestRules } from "#rules/select-rules.js";
import { runBin } from "#test/support/run-bin.js";

const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const reason = program === undefined ? " (skipped: no Chromium here)" : "";

const folder = mkdtempSync(join(tmpdir(), "rft-html-"));
let browser: Browser | undefined;
const complaints: string[] = [];

/** Opens a report; what the browser complains of is gathered. */
async function open(path: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser!.newPage(options);
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("pageerror", (error) => void complaints.push(error.message));
  page.on("request", (request) => void complaints.push(request.url()));
  await page.goto(`file://${path}`);
  return page;
}

function write(name: string, runs: ReportedRun[], version = "0.0.0"): string {
  const path = join(folder, name);
  const made = { at: new Date(0), version, offsetAt: () => 0 };
  writeFileSync(path, htmlReport({ runs, pages: findingPages, assets: reportAssets, made }));
  return path;
}

/** A run of three graders, an evaluation every fifth step, that overfits; its steps take so many seconds. */
function trained(source: string, seconds: number, grader: string, length = 40): RunResult {
  const steps = Array.from({ length }, (_, index) => {
    const step = index + 1;
    const reward = 0.9 * (1 - Math.exp(-step / 12));
    return {
      step,
      train_mean_reward: reward,
      total_duration: seconds,
      ...(step % 5 === 0 && { full_valid_mean_reward: reward - step / 80 }),
      ...Object.fromEntries(
        ["a", "b", "c"].map((name) => [`scores/graders/python/${name}/train_reward_mean`, reward]),
      ),
    };
  });
  return createRunResult(
    { steps, notes: ["a line was cut off"] },
    {
      source,
      validationSamples: 300,
      settings: { grader: { type: "multi", name: grader }, hyperparameters: { batch_size: seconds } },
      spend: spendOf(steps, pricesOf({ model: "o4-mini-2025-04-16" }, newestRules)),
    },
  );
}

/** What the model answered to a row at two steps, as the service's evaluation of a job tells it. */
const outputs: ReportedEvaluation = {
  evaluation: {
    job: { id: "ftjob-1", status: "succeeded" },
    evalId: "eval_1",
    runs: [0, 12].map((step) => ({
      id: `run_${step}`,
      name: `Step ${step}`,
      step,
      status: "completed",
      samples: 4,
      errored: 0,
      meanScore: step / 20,
      graders: {},
      outcomes: [],
    })),
  },
  rows: [
    {
      row: 3,
      change: 0.6,
      steps: [0, 12].map((step) => ({
        id: `item_${step}`,
        run: `Step ${step}`,
        step,
        prompt: [{ role: "user", content: "When is it due?" }],
        output: `It is due on the ${step}th of May.`,
        score: step / 20,
        scores: [step / 20],
        meanScore: step / 20,
        passed: step > 0,
        reason: "a judge's words",
      })),
    },
  ],
  choice: "The row that changed most.",
};

/** Lays everything open, one below the other: axe cannot tell a contrast where one thing may hide another. */
const unfold = `(() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.querySelectorAll(".charts")) one.style.display = "block";
  for (const one of document.querySelectorAll(".scroll, .output, .prompt"))
    Object.assign(one.style, { maxHeight: "none", overflow: "visible" });
  for (const one of document.querySelectorAll("thead th")) one.style.position = "static";
})()`;

/** All that axe finds wrong in a part of the page, contrast among it, and all of which it cannot tell. */
async function accessFaults(page: Page, part = "html"): Promise<string[]> {
  await page.evaluate(unfold);
  await page.evaluate(axe.source);
  const { violations, incomplete } = await page.evaluate<axe.AxeResults>(`axe.run("${part}")`);
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")} ${failureSummary}`),
  );
}

/** The contrast of the canvas's colours with the page, which axe cannot see: WCAG 2.2, 1.4.3 and 1.4.11. */
const canvasContrast = `(() => {
  const style = getComputedStyle(document.documentElement);
  const light = (name) => {
    const hex = style.getPropertyValue(name).trim().slice(1);
    const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : hex.match(/../g);
    const [r, g, b] = digits.map((pair) => Number.parseInt(pair, 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = light("--page");
  const names = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules])
    .filter(({ selectorText }) => selectorText === ":root").flatMap(({ style }) => [...style]).filter((name) => /^--(?:c-|mark|muted)/.test(name));
  return names.map((name) => [name, (Math.max(page, light(name)) + 0.05) / (Math.min(page, light(name)) + 0.05)]);
})()`;

describe.skipIf(program === undefined)(`the HTML report in a browser${reason}`, () => {
  const path = join(folder, "report.html");
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(program !== undefined && { executablePath: program }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    await runBin(["metrics", "results.csv", "--html", path]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("draws every curve, by the keyboard too, and nothing is amiss", async () => {
    const page = await open(path);
    const figures = await page.locator("figure.chart").count();
    expect(figures).toBeGreaterThan(1);
    expect(await page.locator("figure[data-drawn]").count()).toBe(figures);
    // A canvas on which nothing was drawn has no pixel that is not clear.
    const inked = await page.evaluate(`[...document.querySelectorAll("figure canvas")].filter((canvas) =>
      canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)).length`);
    expect(inked).toBe(figures);
    const reward = page.locator("#reward");
    await reward.locator(".plot").focus();
    await page.keyboard.press("Home");
    expect(await reward.locator(".at").textContent()).toBe("step 1");
    const first = readFileSync("fixtures/cli/results.csv", "utf8").split("\n")[1]!.split(",")[1]!;
    expect(Number(await reward.locator(".legend output").first().textContent())).toBe(Number(first));
    await page.keyboard.press("ArrowRight");
    expect(await reward.locator(".at").textContent()).toBe("step 2");
    await page.keyboard.press("+");
    expect(await reward.locator(".zoomed").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await reward.locator(".zoomed").isVisible()).toBe(false);
    await reward.locator("[data-series]").first().click();
    expect(await reward.locator("[data-series]").first().getAttribute("aria-pressed")).toBe("false");
    expect(complaints).toEqual([`file://${path}`]);
    await page.close();
  });

  test("fits a phone, and changes its colours with the theme", async () => {
    complaints.length = 0;
    const page = await open(path, { viewport: { width: 360, height: 700 }, colorScheme: "dark" });
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    expect(await width()).toBeLessThanOrEqual(360);
    const colours = () =>
      page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, document.querySelector('canvas').toDataURL()].join()",
      );
    const dark = await colours();
    await page.emulateMedia({ colorScheme: "light" });
    await page.waitForFunction("true");
    expect(await colours()).not.toBe(dark);
    expect(complaints).toEqual([`file://${path}`]);
    await page.close();
  });

  test("runs nothing that stands in a run", async () => {
    complaints.length = 0;
    const evil = `</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">`;
    const steps = [1, 2, 3].map((step) => ({
      step,
      full_valid_mean_reward: step / 10,
      [`scores/graders/python/${evil}/valid_reward_mean`]: step / 10,
    }));
    const run = createRunResult({ steps }, { source: evil, settings: { grader: { name: evil } } });
    const hostile = write("hostile.html", [{ run }, { run }], evil);
    const page = await open(hostile);
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("img, script").count()).toBe(1);
    expect(await page.locator("figure[data-drawn]").count()).toBe(await page.locator("figure").count());
    expect(await page.textContent("body")).toContain(evil);
    expect(complaints).toEqual([`file://${hostile}`]);
    await page.close();
  });

  test.each(["light", "dark"] as const)(
    "can be read by everyone: contrast and axe's rules, %s",
    async (colorScheme) => {
      const compared = write(
        "compared.html",
        [trained("quick.csv", 60, "one", 12), trained("slow.csv", 90, "two", 12)].map((run, index) =>
          Object.assign({ run }, index === 0 && { outputs }),
        ),
      );
      const page = await open(compared, { colorScheme });
      expect(await accessFaults(page)).toEqual([]);
      await page.getByRole("tab", { name: "Outputs" }).click();
      expect(await accessFaults(page, "#run-1-panel-outputs")).toEqual([]);
      const contrasts = await page.evaluate<[string, number][]>(canvasContrast);
      expect(contrasts.length).toBeGreaterThanOrEqual(12);
      for (const [name, contrast] of contrasts)
        expect(contrast, name).toBeGreaterThanOrEqual(name === "--muted" ? 4.5 : 3);
      await page.close();
    },
  );

  test("what the model answered is a tab, by mouse, keyboard and link", async () => {
    complaints.length = 0;
    const tabbed = write("tabs.html", [{ run: trained("job", 60, "one", 12), outputs }]);
    const page = await open(tabbed);
    const [metrics, answers] = [
      page.getByRole("tab", { name: "Metrics" }),
      page.getByRole("tab", { name: "Outputs" }),
    ];
    const shown = async () => [
      await page.locator("#reward").isVisible(),
      await page.locator("article.row").isVisible(),
    ];
    expect(await shown()).toEqual([true, false]);
    await answers.click();
    expect(await shown()).toEqual([false, true]);
    expect(await page.getByRole("tabpanel", { name: "Outputs" }).locator("ins").textContent()).toContain(
      "12",
    );
    await page.keyboard.press("ArrowRight");
    expect(await shown()).toEqual([true, false]);
    expect(await page.evaluate("document.activeElement.getAttribute('aria-controls')")).toBe("panel-metrics");
    expect(await metrics.getAttribute("aria-selected")).toBe("true");
    await page.getByRole("link", { name: "Outputs" }).click();
    expect(await shown()).toEqual([false, true]);
    // What was hidden when the window changed has the new size when it is shown again.
    await page.setViewportSize({ width: 600, height: 700 });
    await page.keyboard.press("Tab");
    await metrics.click();
    await page.waitForFunction("document.querySelector('#reward canvas').clientWidth < 600");
    expect(await shown()).toEqual([true, false]);
    expect(complaints).toEqual([`file://${tabbed}`]);
    await page.close();
  });

  test("paper gets everything, as wide as it is, in the colours of the light", async () => {
    const names = ["ftjob-01dc214e847814443fbc7e3946108345", "ftjob-76ddf04daad53b30d0a6963a49f3b899"];
    const runs = names.map((name, index) => trained(name, 60 + index, name, 12));
    const printed = write(
      "printed.html",
      runs.map((run) => ({ run, outputs })),
    );
    const page = await open(printed, { colorScheme: "dark", viewport: { width: 1180, height: 800 } });
    const ink = () => page.evaluate<string>("document.querySelector('#by-step canvas').toDataURL()");
    const dark = await ink();
    await page.setViewportSize({ width: 700, height: 900 });
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(700);
    // The charts by steps and by hours, the tabs not chosen, and what is folded up on the screen.
    for (const text of ["by-step", "by-hours", "run-1-reward", "run-2-outputs"])
      expect(await page.locator(`#${text}`).isVisible(), text).toBe(true);
    expect(await page.getByText(`"name": "${names[0]}"`).first().isVisible()).toBe(true);
    for (const pressed of ["radio", "tab"] as const)
      expect(await page.getByRole(pressed).count(), pressed).toBe(0);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(
      await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--c-valid')"),
    ).toBe("#1457c9");
    expect(await ink()).not.toBe(dark);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator("#by-hours").isVisible()).toBe(false);
    await page.close();
  });

  test("two runs are aligned by steps or by hours", async () => {
    complaints.length = 0;
    const compared = write("aligned.html", [
      { run: trained("quick.csv", 60, "one") },
      { run: trained("slow.csv", 90, "one") },
    ]);
    const page = await open(compared);
    const [bySteps, byHours] = [page.locator("#by-step"), page.locator("#by-hours")];
    expect(await byHours.isVisible()).toBe(false);
    await page.getByRole("radio", { name: "hours of training" }).check();
    expect([await bySteps.isVisible(), await byHours.isVisible()]).toEqual([false, true]);
    await page.waitForFunction("document.querySelector('#by-hours canvas').clientWidth > 600");
    const plot = byHours.locator(".plot");
    await plot.focus();
    await page.keyboard.press("End");
    // 40 steps of 90 s: an hour.
    expect(await byHours.locator(".at").textContent()).toBe("hours 1");
    expect(complaints).toEqual([`file://${compared}`]);
    await page.close();
  });

  test("the mouse reads values, zooms by dragging, and shows the whole run again", async () => {
    const page = await open(path);
    const reward = page.locator("#reward");
    const place = reward.locator(".u-over");
    await place.scrollIntoViewIfNeeded();
    /** Moves to a share of the chart's width; a click may have scrolled the page. */
    const moveTo = async (share: number) => {
      const { x, y, width, height } = (await place.boundingBox())!;
      await page.mouse.move(x + width * share, y + height / 2, { steps: 4 });
    };
    await moveTo(0.001);
    expect(await reward.locator(".at").textContent()).toBe("step 1");
    await moveTo(0.3);
    await page.mouse.down();
    await moveTo(0.7);
    await page.mouse.up();
    expect(await reward.locator(".zoomed").isVisible()).toBe(true);
    await moveTo(0.001);
    expect(await reward.locator(".at").textContent()).not.toBe("step 1");
    await reward.locator(".reset").click();
    expect(await reward.locator(".zoomed").isVisible()).toBe(false);
    await moveTo(0.001);
    expect(await reward.locator(".at").textContent()).toBe("step 1");
    await page.close();
  });
});

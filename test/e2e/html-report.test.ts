import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findingPages } from "../../src/cli/finding-pages.js";
import { reportAssets } from "../../src/cli/report-assets.js";
import { createRunReport } from "../../src/job/run-report.js";
import { htmlReport } from "../../src/report/html/html-report.js";
import { runBin } from "./run-bin.js";

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
    const run = createRunReport({ steps }, { source: evil, settings: { grader: { name: evil } } });
    const hostile = join(folder, "hostile.html");
    const made = { at: new Date(0), version: evil };
    writeFileSync(
      hostile,
      htmlReport({ runs: [{ run }, { run }], pages: findingPages, assets: reportAssets, made }),
    );
    const page = await open(hostile);
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("img, script").count()).toBe(1);
    expect(await page.locator("figure[data-drawn]").count()).toBe(await page.locator("figure").count());
    expect(await page.textContent("body")).toContain(evil);
    expect(complaints).toEqual([`file://${hostile}`]);
    await page.close();
  });
});

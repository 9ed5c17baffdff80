import { existsSync } from "node:fs";
import { test } from "vitest";
import { runBin } from "#test/support/run-bin.js";

/** What may differ from run to run: the port and the temporary folder. */
function steady(text: string): string {
  return text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "<url>").replaceAll(/\/\S*rft-demo-\w+/g, "<folder>");
}

test.concurrent(
  "the demo ends well, leaves nothing behind, and reads the same every time",
  async ({ expect }) => {
    const [first, second] = await Promise.all([runBin(["demo"]), runBin(["demo"])]);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(steady(second.stdout)).toBe(steady(first.stdout));
    expect(first.stdout).toContain("Every command ended as it should.");
    expect(first.stdout.match(/^\(exit code \d+\)$/gm)).toEqual(
      [1, 0, 0, 0, 130, 0, 5, 0, 0, 0].map((code) => `(exit code ${code})`),
    );
    // The clock of the demo's service is its own: by this machine's, the job would have hung for months.
    expect(first.stdout).not.toContain("stalled");
    const dollars = [...first.stdout.matchAll(/\$([\d,.]+\d) (?:for|spent)/g)].map(([, amount = ""]) =>
      Number(amount.replaceAll(",", "")),
    );
    expect(dollars.length).toBeGreaterThan(0);
    expect(Math.max(...dollars)).toBeLessThan(500);
    const hours = [...first.stdout.matchAll(/(\d+) h \d\d min/g)].map(([, amount]) => Number(amount));
    expect(Math.max(...hours)).toBeLessThan(10);
    const folder = /\/\S*rft-demo-\w+/.exec(first.stdout)?.[0] ?? "";
    expect(folder).not.toBe("");
    expect(existsSync(folder)).toBe(false);
  },
  60_000,
);

test.concurrent(
  "--json gives one document, and the commands' output goes to stderr",
  async ({ expect }) => {
    const { exitCode, stdout, stderr } = await runBin(["demo", "--json", "--seed", "3"]);
    expect(exitCode, stderr).toBe(0);
    const document = JSON.parse(stdout) as { ok: boolean; steps: { exitCode: number; expected: number }[] };
    expect(document.ok).toBe(true);
    expect(document.steps.every((step) => step.exitCode === step.expected)).toBe(true);
    expect(stderr).toContain("$ rft submit job.yaml --yes");
  },
  60_000,
);

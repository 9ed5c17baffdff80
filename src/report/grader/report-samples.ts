import type { ChalkInstance } from "chalk";
import type { PromptList, SampleResult } from "#grader/signal/sample-result.js";
import { count, percent, score } from "#words/quantities.js";

const barWidth = 30;

function reportHistogram({ histogram, n }: SampleResult): string {
  return histogram
    .map(({ from, to, count: inBin }) => {
      const bar = "#".repeat(Math.round((inBin / n) * barWidth));
      return `    ${`${score(from)} to ${score(to)}`.padEnd(10)}  ${String(inBin).padStart(6)}  ${bar}`.trimEnd();
    })
    .join("\n");
}

function reportPasses({ passRates, advisedFailures: { min, max } }: SampleResult): string {
  const rates = passRates.map(
    ({ threshold, share, own }) => `${percent(share)} at ${score(threshold)}${own ? " (its own)" : ""}`,
  );
  return `  pass: ${rates.join(", ")}; before training ${percent(min)} to ${percent(max)} should fail (azure-skills)`;
}

function reportPrompts(name: string, { prompts, lines }: PromptList): string[] {
  if (prompts === 0) return [];
  const more = prompts > lines.length ? ", ..." : "";
  return [
    `  ${name}: ${count(prompts, "prompt")}, at ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}${more}`,
  ];
}

/** What real answers earned, and the share of prompts that would teach something at each group size. */
export function reportSamples(samples: SampleResult, style: ChalkInstance): string {
  const { n, prompts, mean, mixed, allZero, allOne, withinPromptSd, forecast } = samples;
  const shares =
    n > prompts
      ? [
          `  prompts: ${percent(mixed)} mixed, ${percent(allZero)} always the least, ${percent(allOne)} always the most; spread inside a prompt ${score(withinPromptSd)}`,
        ]
      : ["  one sample a prompt: how prompts differ cannot be told; give several samples of each"];
  const forecasts = forecast.map(
    ({ group, mixed: share, low, high }) =>
      `    in groups of ${String(group).padEnd(2)}  ${percent(share).padStart(4)} mixed  (${percent(low)} to ${percent(high)})`,
  );
  return [
    `${style.bold("samples")}  ${n} of ${count(prompts, "prompt")}, mean ${score(mean)}`,
    reportHistogram(samples),
    ...shares,
    ...(forecasts.length > 0
      ? ["  forecast, since the service's group size is not published:", ...forecasts]
      : []),
    reportPasses(samples),
    ...reportPrompts("too hard", samples.tooHard),
    ...reportPrompts("too easy", samples.tooEasy),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

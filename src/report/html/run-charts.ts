import { numberOf } from "#run/steps/evaluations.js";
import { errorKinds, validParseError } from "#run/steps/metric-names.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { secondsBySteps } from "#run/spend/training-time.js";
import { metricNames } from "#report/run/table.js";

/** One curve of a chart, and one column of the table behind it. */
export interface Series {
  name: string;
  /** `valid` is bold with points, `train` thin; their colours are the same in every chart with one of each. */
  role: "train" | "valid";
  /** The colour's number, if a chart shows several graders, tools or runs. */
  colour?: number;
  /** One per `x` of the chart. */
  values: readonly (number | undefined)[];
}

export interface Chart {
  /** Unique among a run's charts; letters, digits and hyphens. */
  id: string;
  title: string;
  /** What it shows, in a sentence. */
  about: string;
  xName: string;
  x: readonly number[];
  series: readonly Series[];
  /** A step to mark, and the mark's label. */
  mark?: { x: number; label: string };
  /** Values that differ from the best by no more than chance. */
  band?: { low: number; high: number };
  /** Whether the axis begins at 0. */
  fromZero?: boolean;
}

/** A chart before it is known which of its curves have values. */
interface Sketch extends Omit<Chart, "series" | "x" | "xName"> {
  series: { name: string; role: Series["role"]; colour?: number; metric: string }[];
}

/** Curves per chart: nobody can tell more apart, and the file stays small. */
const mostCurves = 12;

function draw({ series, ...chart }: Sketch, steps: readonly StepMetrics[]): Chart[] {
  const all = series.flatMap(({ metric, ...one }) => {
    const values = steps.map((step) => numberOf(step, metric));
    return values.some((value) => value !== undefined) ? [{ ...one, values }] : [];
  });
  const [first] = all;
  if (!first) return [];
  const more = all.length - mostCurves;
  const about =
    more > 0 ? `${chart.about} ${more} more curves are left out; rft metrics --csv has them.` : chart.about;
  return [
    { ...chart, about, xName: "step", x: steps.map(({ step }) => step), series: all.slice(0, mostCurves) },
  ];
}

/** The distinct first groups of the names that match a pattern. */
function namedBy(names: readonly string[], pattern: RegExp): string[] {
  return [...new Set(names.flatMap((name) => pattern.exec(name)?.[1] ?? []))];
}

/** `python/exact match` is shown as `exact match`, unless two graders have that name. */
function shortNames(graders: readonly string[]): Map<string, string> {
  const bare = graders.map((grader) => grader.slice(grader.indexOf("/") + 1));
  return new Map(
    graders.map((grader, index) => {
      const short = bare[index] ?? grader;
      return [grader, bare.indexOf(short) === bare.lastIndexOf(short) ? short : grader];
    }),
  );
}

function rewardChart({ best, recommended, evaluations }: RunResult): Sketch {
  const marked = recommended ?? best;
  const band = evaluations.find(({ step }) => step === best?.step)?.band;
  return {
    id: "reward",
    title: "Reward",
    about:
      band === undefined
        ? "Of each training batch, and of the whole validation set where it was evaluated."
        : "Of each training batch, and of the whole validation set where it was evaluated. Inside the shaded band chance alone can make the difference to the best.",
    series: [
      { name: "training", role: "train", metric: "train_mean_reward" },
      { name: "validation", role: "valid", metric: "full_valid_mean_reward" },
    ],
    ...(marked && {
      mark: { x: marked.step, label: `${recommended ? "recommended" : "best"}: ${marked.step}` },
    }),
    ...(best &&
      band !== undefined && {
        band: { low: best.full_valid_mean_reward - band, high: best.full_valid_mean_reward },
      }),
  };
}

const tokenChart: Sketch = {
  id: "tokens",
  title: "Reasoning tokens",
  about:
    "Mean tokens of thought an answer. A collapse beside a rising reward is the mark of a cheated grader.",
  fromZero: true,
  series: [
    { name: "training", role: "train", metric: "usage/samples/train_reasoning_tokens_mean" },
    { name: "validation", role: "valid", metric: "usage/samples/valid_reasoning_tokens_mean" },
  ],
};

/** For runs read from events or older files, which have only one figure. */
const plainTokenChart: Sketch = {
  ...tokenChart,
  series: [{ name: "training", role: "train", metric: "reasoning_tokens_mean" }],
};

const parseChart: Sketch = {
  id: "parse-errors",
  title: "Answers that do not parse",
  about: "Share of the validation answers that are not of the response format.",
  fromZero: true,
  series: [{ name: "validation", role: "valid", metric: validParseError }],
};

function scoreChart(graders: ReadonlyMap<string, string>): Sketch {
  const isOne = graders.size === 1;
  const [only = ""] = graders.values();
  // A single grader gets the colours of training and validation; several get one each.
  const colour = (index: number) => (isOne ? {} : { colour: index });
  const prefix = (name: string) => (isOne ? "" : `${name}, `);
  return {
    id: "graders",
    title: isOne ? `Score of ${only}` : "Score by grader",
    about: "Mean score that a grader gave: bold with points on validation, thin in training.",
    series: [...graders].flatMap(([grader, name], index) => [
      {
        name: `${prefix(name)}validation`,
        role: "valid" as const,
        ...colour(index),
        metric: `scores/graders/${grader}/valid_reward_mean`,
      },
      {
        name: `${prefix(name)}training`,
        role: "train" as const,
        ...colour(index),
        metric: `scores/graders/${grader}/train_reward_mean`,
      },
    ]),
  };
}

function graderErrorChart(graders: ReadonlyMap<string, string>, steps: readonly StepMetrics[]): Sketch {
  const series = [...graders].flatMap(([grader, name], index) =>
    errorKinds.map((kind) => ({
      name: `${name}: ${kind.replace("_", " ")}`,
      role: "train" as const,
      colour: index * errorKinds.length + errorKinds.indexOf(kind),
      metric: `errors/graders/${grader}/errors/train_${kind}_error_mean`,
    })),
  );
  // A curve that is 0 throughout says nothing.
  const telling = series.filter(({ metric }) => steps.some((step) => (numberOf(step, metric) ?? 0) > 0));
  return {
    id: "grader-errors",
    title: "Grader errors",
    about: "Share of the training answers on which a grader failed; an answer that fails is paid 0.",
    fromZero: true,
    series: telling,
  };
}

function latencyChart(graders: ReadonlyMap<string, string>): Sketch {
  return {
    id: "grader-latency",
    title: "Time to grade an answer",
    about: "Mean seconds that a grader took for an answer in training.",
    fromZero: true,
    series: [...graders].map(([grader, name], index) =>
      Object.assign(
        {
          name,
          role: "train" as const,
          metric: `timing/graders/${grader}/timing/train_execution_latency_mean`,
        },
        graders.size > 1 && { colour: index },
      ),
    ),
  };
}

// The first two colours belong to validation and training.
const firstToolColour = 2;

function toolCharts(tools: readonly string[]): Sketch[] {
  const by = (prefix: string): Sketch["series"] =>
    tools.map((tool, index) => ({
      name: tool,
      role: "train",
      colour: index + firstToolColour,
      metric: `${prefix}${tool}`,
    }));
  return [
    {
      id: "tool-calls",
      title: "Tool calls",
      about: "Calls of each tool among the training answers of a step.",
      fromZero: true,
      series: by("train_tool_calls_to_"),
    },
    {
      id: "tool-errors",
      title: "Tool errors",
      about: "Of each tool in training, as the service counts them.",
      fromZero: true,
      series: by("train_error_count_"),
    },
    {
      id: "tool-latency",
      title: "Time a tool call takes",
      about: "Mean seconds a call, in training.",
      fromZero: true,
      series: by("train_latency_"),
    },
  ];
}

function timeChart(steps: readonly StepMetrics[]): Chart[] {
  const times = secondsBySteps(steps);
  const minutes = steps.map(({ step }) => {
    const seconds = times.get(step);
    return seconds === undefined ? undefined : seconds / 60;
  });
  if (minutes.every((value) => value === undefined)) return [];
  return [
    {
      id: "time",
      title: "Minutes a step",
      about: "Time of each step, evaluations included; it is what an hour's price is paid for.",
      fromZero: true,
      xName: "step",
      x: steps.map(({ step }) => step),
      series: [{ name: "minutes", role: "train", values: minutes }],
    },
  ];
}

/** A run's charts, the reward first; charts without numbers are left out. */
export function chartsOf(run: RunResult): Chart[] {
  const { steps } = run;
  const names = metricNames(steps);
  const graders = shortNames(
    namedBy(
      names,
      /^(?:scores|errors|timing)\/graders\/([^/]+\/.+?)\/(?:errors\/|timing\/)?(?:train|valid)_\w+$/,
    ),
  );
  const tools = namedBy(names, /^train_tool_calls_to_(.+)$/);
  const hasSides = names.includes("usage/samples/train_reasoning_tokens_mean");
  const drawn = (sketch: Sketch) => draw(sketch, steps);
  return [
    ...drawn(rewardChart(run)),
    ...drawn(hasSides ? tokenChart : plainTokenChart),
    ...drawn(scoreChart(graders)),
    ...drawn(parseChart),
    ...drawn(graderErrorChart(graders, steps)),
    ...toolCharts(tools).flatMap(drawn),
    ...drawn(latencyChart(graders)),
    ...timeChart(steps),
  ];
}

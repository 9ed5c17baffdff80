import { hoursBySteps } from "#run/outcome/compare-runs.js";
import type { RunResult } from "#run/outcome/run-result.js";
import type { Chart } from "./run-charts.js";
import { runName } from "./run-name.js";

/** The rewards of a run's evaluations, by their position on the x axis. */
type Places = Map<number, number>;

function byStep({ evaluations }: RunResult): Places {
  return new Map(evaluations.map(({ step, reward }) => [step, reward]));
}

function byHours(run: RunResult): Places {
  const hours = hoursBySteps(run);
  return new Map(
    run.evaluations.flatMap(({ step, reward }) => {
      const at = hours.get(step);
      return at === undefined ? [] : [[Number(at.toPrecision(4)), reward] as const];
    }),
  );
}

function overlay(runs: readonly RunResult[], placesOf: (run: RunResult) => Places) {
  const places = runs.map(placesOf);
  const x = [...new Set(places.flatMap((one) => [...one.keys()]))].toSorted((a, b) => a - b);
  const series = runs.map((run, index) => ({
    name: runName(run, index),
    role: "valid" as const,
    colour: index,
    values: x.map((place) => places[index]?.get(place)),
  }));
  return { x, series };
}

/** The runs' validation rewards overlaid, by step and by hours; a chart without numbers is left out. */
export function compareCharts(runs: readonly RunResult[]): Chart[] {
  const about = "Mean reward of the whole validation set, a curve a run";
  const charts: Chart[] = [
    {
      id: "by-step",
      title: "Validation reward by step",
      about: `${about}.`,
      xName: "step",
      ...overlay(runs, byStep),
    },
    {
      id: "by-hours",
      title: "Validation reward by hours of training",
      about: `${about}: an hour is what is paid for.`,
      xName: "hours",
      ...overlay(runs, byHours),
    },
  ];
  return charts.filter(({ x }) => x.length > 0);
}

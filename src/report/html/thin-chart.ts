import type { Chart, Series } from "./run-charts.js";

/** The places of the lowest and highest value in each of `stretches` equal stretches, plus the first and last place. */
function extremes(places: readonly number[], values: Series["values"], stretches: number): number[] {
  const at = (place: number) => values[place] ?? 0;
  const size = places.length / stretches;
  const kept = [places[0] ?? 0, places.at(-1) ?? 0];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const own = places.slice(Math.floor(stretch * size), Math.floor((stretch + 1) * size));
    const [first] = own;
    if (first === undefined) continue;
    let [low, high] = [first, first];
    for (const place of own) {
      if (at(place) < at(low)) low = place;
      if (at(place) > at(high)) high = place;
    }
    kept.push(low, high);
  }
  return kept;
}

/**
 * A chart with at most about `most` of its rows, unchanged: nothing is averaged. Every curve gets an equal share of
 * rows: a curve with few values keeps them all, others the lowest and highest value of each stretch, and so the best,
 * the worst and every spike. The first row, the last and the marked one always stay.
 */
export function thinChart(chart: Chart, most: number): Chart {
  const { x, series, mark } = chart;
  if (x.length <= most) return chart;
  const share = Math.max(4, Math.floor(most / series.length));
  const kept = new Set([0, x.length - 1]);
  for (const { values } of series) {
    const places = x.flatMap((_, place) => (values[place] === undefined ? [] : [place]));
    const own = places.length <= share ? places : extremes(places, values, Math.ceil(share / 2) - 1);
    for (const place of own) kept.add(place);
  }
  const isKept = (_: unknown, place: number) => kept.has(place) || x[place] === mark?.x;
  return {
    ...chart,
    x: x.filter(isKept),
    series: series.map((one) => Object.assign({}, one, { values: one.values.filter(isKept) })),
  };
}

import uPlot from "uplot";
import type { ChartData } from "./read-chart.js";

/** A colour of the style sheet in the current theme. */
function colourOf(element: Element, property: string): string {
  return getComputedStyle(element).getPropertyValue(property).trim();
}

const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Draws the shaded band and the marked step, below the curves. */
function drawMarks(plot: uPlot, { band, mark }: ChartData): void {
  const { ctx, bbox } = plot;
  const { left, top, width, height } = bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  if (band) {
    const [high, low] = [plot.valToPos(band.high, "y", true), plot.valToPos(band.low, "y", true)];
    ctx.fillStyle = colourOf(plot.root, "--band");
    ctx.fillRect(left, high, width, low - high);
  }
  if (mark) {
    const x = Math.round(plot.valToPos(mark.x, "x", true));
    const scale = devicePixelRatio;
    ctx.strokeStyle = colourOf(plot.root, "--mark");
    ctx.fillStyle = colourOf(plot.root, "--muted");
    ctx.lineWidth = scale;
    ctx.setLineDash([4 * scale, 4 * scale]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.font = font.replace("12px", `${12 * scale}px`);
    const isLate = x > left + width * 0.7;
    ctx.textAlign = isLate ? "right" : "left";
    ctx.textBaseline = "bottom";
    ctx.fillText(mark.label, x + (isLate ? -6 : 6) * scale, top + height - 6 * scale);
  }
  ctx.restore();
}

function shortNumber(value: number): string {
  return Math.abs(value) >= 10_000
    ? `${Number((value / 1000).toPrecision(3))}k`
    : String(Number(value.toPrecision(4)));
}

function axis(element: Element, more: uPlot.Axis): uPlot.Axis {
  const rule = colourOf(element, "--rule");
  return {
    font,
    labelFont: font,
    stroke: colourOf(element, "--muted"),
    grid: { stroke: rule, width: 1 },
    ticks: { show: false },
    ...more,
  };
}

function seriesOf(
  element: Element,
  { curves, columns }: ChartData,
  shown: readonly boolean[],
): uPlot.Series[] {
  return curves.map(({ name, isBold, colour }, index) => {
    const stroke = colourOf(element, colour);
    return {
      label: name,
      stroke,
      width: isBold ? 2.25 : 1.25,
      spanGaps: true,
      show: shown[index] !== false,
      points: { show: isBold || columns[0].length < 2, size: 7, fill: stroke, stroke, width: 0 },
    };
  });
}

/** Called when the cursor moves or the zoom changes. */
export interface PlotEvents {
  onCursor(index: number | null): void;
  onZoom(isZoomed: boolean): void;
}

/** Draws a chart into an element. */
export function createPlot(
  element: HTMLElement,
  chart: ChartData,
  shown: readonly boolean[],
  events: PlotEvents,
): uPlot {
  const [x] = chart.columns;
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 0];
  const { fromZero } = chart;
  const options: uPlot.Options = {
    width: Math.max(200, element.clientWidth),
    height: element.clientHeight,
    legend: { show: false },
    cursor: {
      sync: { key: chart.xName },
      points: { size: 9 },
      drag: { x: true, y: false },
      focus: { prox: 24 },
    },
    scales: {
      x: { time: false },
      y: {
        range: (_plot, low, high) => {
          if (low === null || high === null) return [0, 1];
          const padding = (high - low || Math.abs(high) || 1) * 0.08;
          return [fromZero && low >= 0 ? 0 : low - padding, high + padding];
        },
      },
    },
    axes: [
      axis(element, {
        label: chart.xName,
        labelSize: 16,
        labelGap: -2,
        size: 24,
        space: 50,
        grid: { show: false },
        values: (_plot, ticks) =>
          ticks.map((tick) => (Number.isInteger(tick) || chart.xName !== "step" ? shortNumber(tick) : "")),
      }),
      axis(element, { size: 46, space: 36, values: (_plot, ticks) => ticks.map(shortNumber) }),
    ],
    series: [{ label: chart.xName }, ...seriesOf(element, chart, shown)],
    hooks: {
      drawClear: [(plot) => drawMarks(plot, chart)],
      setCursor: [(plot) => events.onCursor(plot.cursor.idx ?? null)],
      setScale: [
        (plot, key) => {
          const { min, max } = plot.scales["x"] ?? {};
          if (key === "x") events.onZoom((min ?? first) > first || (max ?? last) < last);
        },
      ],
    },
  };
  return new uPlot(options, chart.columns, element);
}

import type { JobUpdate } from "#job/watch/job-update.js";
import { renderWatch } from "#report/watch/render-watch.js";
import { type WatchView, foldUpdate, startView } from "#report/watch/watch-view.js";
import type { Context } from "#cli/frame/context.js";

/** A screen that shows a watched job as it is now. */
export interface LiveView {
  take(update: JobUpdate): void;
  /** Repaints, because time has passed or the window was resized. */
  paint(): void;
  /** Leaves the last frame on the screen, with the cursor below it. */
  close(): void;
}

const home = "\u001b[H";
const clearLine = "\u001b[K";
const clearRest = "\u001b[J";
/** Assumed for a terminal that does not tell its height. */
const usualRows = 24;

/**
 * Paints a job on the terminal, each frame in one write over the last, so that nothing flickers. The text there before
 * is scrolled up first and stays in the scrollback.
 * @param now the service's time
 */
export function createLiveView(context: Context, jobId: string, now: () => Date): LiveView {
  const { stdout, style, offsetAt } = context;
  let view: WatchView = startView(jobId);
  let isOpen = false;
  const paint = () => {
    const { columns = 80, rows = usualRows } = stdout;
    const lines = renderWatch(view, { columns, rows, now: now(), offsetAt, style });
    const scroll = isOpen ? "" : "\n".repeat(rows);
    isOpen = true;
    stdout.write(`${scroll}${home}${lines.map((line) => `${line}${clearLine}\n`).join("")}${clearRest}`);
  };
  return {
    take(update) {
      view = foldUpdate(view, update);
    },
    paint,
    close() {
      if (isOpen) paint();
    },
  };
}

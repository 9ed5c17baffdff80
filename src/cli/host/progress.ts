import type { Ora } from "ora";
import type { Host } from "./host.js";

/** What is under way, said on stderr: a spinner on a terminal, one line a step elsewhere. */
export interface Progress {
  /** Names the step that begins now. */
  step(text: string): Promise<void>;
  /** Says how far the step has come: in place on a terminal, elsewhere a line now and then. */
  update(text: string): void;
  /** Ends the last step; it failed where that is said. */
  done(failed?: boolean): void;
}

/** Milliseconds between two lines of a step's progress where there is no terminal. */
const lineEvery = 15_000;

/** Progress on the host's stderr; silent where that is asked for. */
export function createProgress(host: Host, quiet: boolean): Progress {
  let spinner: Ora | undefined;
  let lineAt = 0;
  return {
    async step(text) {
      if (quiet) return;
      // A terminal without a width (an unsized pty) would make the spinner repaint for ever.
      if (!host.stderr.isTTY || host.stderr.columns === undefined) {
        host.stderr.write(`${text}\n`);
        lineAt = host.now().getTime();
        return;
      }
      // A step that is done stays on the screen: it is the record of what was uploaded.
      spinner?.succeed();
      const { default: ora } = await import("ora");
      spinner = ora({ text, discardStdin: false, hideCursor: false }).start();
    },
    update(text) {
      if (quiet) return;
      if (spinner) {
        spinner.text = text;
        return;
      }
      const now = host.now().getTime();
      if (now - lineAt < lineEvery) return;
      host.stderr.write(`${text}\n`);
      lineAt = now;
    },
    done(failed = false) {
      if (failed) spinner?.fail();
      else spinner?.succeed();
      spinner = undefined;
    },
  };
}

import type { Ora } from "ora";
import type { Host } from "./host.js";

/** Progress on stderr: a spinner on a terminal, one line per step elsewhere. */
export interface Progress {
  /** Starts a step. */
  step(text: string): Promise<void>;
  /** Says how far the step has got: in place on a terminal, elsewhere as a line now and then. */
  update(text: string): void;
  /** Ends the last step. */
  done(failed?: boolean): void;
}

/** Milliseconds between two progress lines if there is no terminal. */
const lineEvery = 15_000;

/** Progress on the host's stderr; silent if `quiet`. */
export function createProgress(host: Host, quiet: boolean): Progress {
  let spinner: Ora | undefined;
  let lineAt = 0;
  return {
    async step(text) {
      if (quiet) return;
      // A terminal without a width (an unsized pty) would make the spinner repaint forever.
      if (!host.stderr.isTTY || host.stderr.columns === undefined) {
        host.stderr.write(`${text}\n`);
        lineAt = host.elapsed();
        return;
      }
      // A finished step stays on the screen, as the record of what was uploaded.
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
      const now = host.elapsed();
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

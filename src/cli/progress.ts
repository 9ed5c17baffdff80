import type { Ora } from "ora";
import type { Host } from "./host.js";

/** What is under way, said on stderr: a spinner on a terminal, one line a step elsewhere. */
export interface Progress {
  /** Names the step that begins now. */
  step(text: string): Promise<void>;
  /** Ends the last step; it failed where that is said. */
  done(failed?: boolean): void;
}

/** Progress on the host's stderr; silent where that is asked for. */
export function createProgress(host: Host, quiet: boolean): Progress {
  let spinner: Ora | undefined;
  return {
    async step(text) {
      if (quiet) return;
      // A terminal without a width (an unsized pty) would make the spinner repaint for ever.
      if (!host.stderr.isTTY || host.stderr.columns === undefined) {
        host.stderr.write(`${text}\n`);
        return;
      }
      // A step that is done stays on the screen: it is the record of what was uploaded.
      spinner?.succeed();
      const { default: ora } = await import("ora");
      spinner = ora({ text, discardStdin: false, hideCursor: false }).start();
    },
    done(failed = false) {
      if (failed) spinner?.fail();
      else spinner?.succeed();
      spinner = undefined;
    },
  };
}

import type { Host } from "./host.js";

/** What is under way, said on stderr: a spinner on a terminal, one line a step elsewhere. */
export interface Progress {
  /** Names the step that begins now. */
  step(text: string): Promise<void>;
  /** Takes the spinner away. */
  done(): void;
}

/** Progress on the host's stderr; silent where that is asked for. */
export function createProgress(host: Host, quiet: boolean): Progress {
  let spinner: { text: string; stop(): void } | undefined;
  return {
    async step(text) {
      if (quiet) return;
      if (!host.stderr.isTTY) {
        host.stderr.write(`${text}\n`);
        return;
      }
      if (spinner) {
        spinner.text = text;
        return;
      }
      const { default: ora } = await import("ora");
      spinner = ora({ text, discardStdin: false }).start();
    },
    done() {
      spinner?.stop();
      spinner = undefined;
    },
  };
}

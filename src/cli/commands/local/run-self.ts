import { spawn } from "node:child_process";
import type { Context } from "#cli/frame/context.js";

/** Where and as whom this tool is started again. */
export interface SelfOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Once all that the started tool has printed on stdout matches, it is interrupted as by Ctrl-C. */
  interruptAt?: RegExp;
}

/** What a started command came to. */
export interface SelfResult {
  exitCode: number;
  output: string;
}

/**
 * Starts this tool again as a process of its own and passes on what it prints: the demo shows the real thing.
 * It ends with the signal of the context.
 */
export function runSelf(
  context: Context,
  argv: readonly string[],
  options: SelfOptions,
): Promise<SelfResult> {
  const [program, ...args] = context.self;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, ...argv], {
      cwd: options.cwd,
      env: { ...context.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      signal: context.signal,
      // Ctrl-C on the terminal is for the demo: it ends the command it shows, which has no more to say then.
      detached: true,
      killSignal: "SIGKILL",
    });
    const show = context.json ? context.stderr : context.stdout;
    let output = "";
    let isInterrupted = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      show.write(text);
      if (isInterrupted || options.interruptAt?.test(output) !== true) return;
      isInterrupted = true;
      child.kill("SIGINT");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => context.stderr.write(text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

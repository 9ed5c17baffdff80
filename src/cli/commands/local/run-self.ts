import { spawn } from "node:child_process";
import type { Context } from "#cli/frame/context.js";

/** How this tool is started again. */
export interface SelfOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Interrupts the started tool, as Ctrl-C would, once its stdout so far matches. */
  interruptAt?: RegExp;
}

/** The result of a started command. */
export interface SelfResult {
  exitCode: number;
  output: string;
}

/**
 * Starts this tool again as a child process and passes on what it prints: the demo shows the real thing.
 * The context's signal ends it.
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
      // Ctrl-C on the terminal is for the demo, which then kills the command it shows.
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

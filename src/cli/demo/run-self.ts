import { spawn } from "node:child_process";
import type { Context } from "../context.js";

/** Where and as whom this tool is started again. */
export interface SelfOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Told of all that the started tool prints on stdout so far. */
  onOutput?(output: string): void;
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
    });
    const show = context.json ? context.stderr : context.stdout;
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      show.write(text);
      options.onOutput?.(output);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => context.stderr.write(text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

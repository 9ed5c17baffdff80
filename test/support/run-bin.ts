import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The built program; `npm test` builds it first. */
export const bin = resolve("dist/rft.cjs");

/** A working folder of its own with the files of fixtures/cli: what is submitted there is remembered there. */
export function workingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rft-e2e-folder-"));
  cpSync("fixtures/cli", folder, { recursive: true });
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a run of the built program came to. */
export interface BinResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface BinOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** What stands on the standard input; closed where absent. */
  input?: string;
  /** Told of the process, to send it signals, once it has printed something. */
  onOutput?(child: ChildProcess, stdout: string): void;
}

function cleanEnvironment(env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { ...(PATH !== undefined && { PATH }), ...(HOME !== undefined && { HOME }), ...env };
}

/** Runs the built program to its end. */
export async function runBin(argv: readonly string[], options: BinOptions = {}): Promise<BinResult> {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: options.cwd ?? "fixtures/cli",
    env: cleanEnvironment(options.env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.input);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    options.onOutput?.(child, stdout);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}

/** An emulator in a process of its own, and the environment that points commands at it. */
export interface RunningEmulator {
  url: string;
  env: Record<string, string>;
  stop(): Promise<number | null>;
}

/** Starts `rft emulator` on a free port, with more of its options where they are given. */
export async function startEmulatorProcess(
  dataDir: string,
  speed: number,
  options: readonly string[] = [],
): Promise<RunningEmulator> {
  const argv = ["emulator", "--json", "--quiet", "--data-dir", dataDir, "--speed", String(speed), ...options];
  const child = spawn(process.execPath, [bin, ...argv], {
    env: cleanEnvironment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    stdout += String(chunk);
    if (stdout.trimEnd().endsWith("}")) break;
  }
  const { data } = JSON.parse(stdout) as { data: { url: string; environment: Record<string, string> } };
  return {
    url: data.url,
    env: data.environment,
    async stop() {
      child.kill("SIGINT");
      if (child.exitCode === null) await once(child, "close");
      return child.exitCode;
    },
  };
}

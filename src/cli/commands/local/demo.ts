import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFailure } from "#files/read-failure.js";
import { type Emulator, startEmulator } from "#emulator/server/start-emulator.js";
import { RftError } from "#errors.js";
import { jsonDocument } from "#report/text/json-document.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { makeDemoFiles } from "./demo-files.js";
import { demoLength, playDemo } from "./play-demo.js";
import { ExitCode } from "#cli/host/exit-code.js";

const apiKey = "emulator";
/**
 * Simulated seconds from one look at the emulator's clock to the next, of which each request takes two: the clock moves
 * by requests, not by time, so that every run reads the same.
 */
const secondsALook = 50;
/** Where the simulated clock starts (2026-01-05 09:00 UTC). */
const startTime = Date.UTC(2026, 0, 5, 9) / 1000;

/** A temporary folder with the demo's files in it. */
async function layOut(): Promise<string> {
  try {
    const folder = await mkdtemp(join(tmpdir(), "rft-demo-"));
    for (const { name, text } of makeDemoFiles()) await writeFile(join(folder, name), text);
    return folder;
  } catch (error) {
    throw new RftError("input", `no folder for the demo's files: ${readFailure(error)}`, {
      hint: "Set TMPDIR to a folder that can be written.",
      cause: error,
    });
  }
}

function startService(folder: string, seed: number): Promise<Emulator> {
  let looks = 0;
  const now = () => looks++ * 1000;
  return startEmulator({
    dataDir: join(folder, "emulator"),
    seed,
    speed: secondsALook,
    now,
    startTime,
    apiKey,
  });
}

/** The environment in which the commands find the emulator and nothing else. */
function environmentFor(url: string, isColored: boolean): Record<string, string> {
  return {
    ...(isColored ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
    AZURE_OPENAI_ENDPOINT: url,
    AZURE_OPENAI_API_KEY: apiKey,
    AZURE_OPENAI_API_VERSION: "",
  };
}

/** `rft demo` */
export const run = defineCommand("demo", async (context, _args, { seed, keep = false }) => {
  const { json, stdout, stderr, style } = context;
  const show = json ? stderr : stdout;
  const folder = await layOut();
  try {
    const emulator = await startService(folder, seed);
    show.write(`The service is emulated at ${emulator.url}; its training is simulated.\n`);
    show.write(`Files: ${folder}${keep ? "" : ", removed at the end; --keep leaves them"}\n`);
    try {
      const steps = await playDemo(context, {
        cwd: folder,
        env: environmentFor(emulator.url, style.level > 0),
      });
      const ok =
        steps.length === demoLength && steps.every(({ exitCode, expected }) => exitCode === expected);
      show.write(`\n${ok ? "Every command ended as it should." : "A command did not end as it should."}\n`);
      if (json) stdout.write(jsonDocument("demo", { ok, steps }));
      return ok ? ExitCode.ok : ExitCode.no;
    } finally {
      await emulator.close();
    }
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
  }
});

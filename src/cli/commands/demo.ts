import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../emulator/start-emulator.js";
import { jsonDocument } from "../../report/json-document.js";
import { defineCommand } from "../define-command.js";
import { makeDemoFiles } from "../demo/demo-files.js";
import { playDemo } from "../demo/play-demo.js";
import { ExitCode } from "../exit-code.js";

interface Options {
  seed: number;
  keep?: boolean;
}

const apiKey = "emulator";
/** Simulated seconds a second: a training step of some 215 simulated seconds takes half a second. */
const speed = 400;
/** Where the simulated clock starts (2026-01-05 09:00 UTC), so that every run of the demo reads the same. */
const startTime = Date.UTC(2026, 0, 5, 9) / 1000;

/** `rft demo` */
export const run = defineCommand<[], Options>("demo", async (context, _args, { seed, keep }) => {
  const folder = await mkdtemp(join(tmpdir(), "rft-demo-"));
  const show = context.json ? context.stderr : context.stdout;
  try {
    for (const { name, text } of makeDemoFiles()) await writeFile(join(folder, name), text);
    const emulator = await startEmulator({
      dataDir: join(folder, "emulator"),
      seed,
      speed,
      startTime,
      apiKey,
    });
    show.write(`The service is emulated at ${emulator.url}; its training is simulated. Files: ${folder}\n`);
    try {
      const color: Record<string, string> =
        context.style.level > 0 ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
      const env = { ...color, AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: apiKey };
      const steps = await playDemo(context, { cwd: folder, env: { ...env, AZURE_OPENAI_API_VERSION: "" } });
      const ok = steps.length > 4 && steps.every(({ exitCode, expected }) => exitCode === expected);
      if (context.json) context.stdout.write(jsonDocument("demo", { ok, steps }));
      else
        context.stdout.write(
          ok ? "\nEvery command ended as it should.\n" : "\nA command did not end as it should.\n",
        );
      return ok ? ExitCode.ok : ExitCode.no;
    } finally {
      await emulator.close();
    }
  } finally {
    if (keep !== true) await rm(folder, { recursive: true, force: true });
  }
});

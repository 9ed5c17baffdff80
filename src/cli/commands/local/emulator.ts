import { resolve } from "node:path";
import type { FaultRule } from "#emulator/faults/fault-rule.js";
import { startEmulator } from "#emulator/server/start-emulator.js";
import { jsonDocument } from "#report/text/json-document.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** The rules of a fault file. */
async function readFaults(path: string, cwd: string): Promise<FaultRule[]> {
  const [{ readDocument }, { parseFile }, { faultsFile }] = await Promise.all([
    import("#document/read-document.js"),
    import("#document/schema-faults.js"),
    import("#emulator/faults/parse-faults.js"),
  ]);
  return parseFile(await readDocument(path, resolve(cwd, path)), faultsFile).faults;
}

const apiKey = "emulator";
const aDay = 24 * 60 * 60 * 1000;

/** `rft emulator` serves until it is interrupted. */
export const run = defineCommand(
  "emulator",
  async (context, _args, { port, dataDir, speed, seed, faults: faultsPath, dropMetadata }) => {
    const faults = faultsPath === undefined ? [] : await readFaults(faultsPath, context.cwd);
    const emulator = await startEmulator({
      port,
      dataDir: resolve(context.cwd, dataDir),
      speed,
      seed,
      apiKey,
      faults,
      keepMetadata: dropMetadata !== true,
    });
    const { url } = emulator;
    const environment = { AZURE_OPENAI_ENDPOINT: url, AZURE_OPENAI_API_KEY: apiKey };
    context.stdout.write(
      context.json
        ? jsonDocument("emulator", { data: { url, dataDir, speed, seed, environment } })
        : `The service's API on this machine; training is simulated, ${speed} times as fast as the clock.\n` +
            `Data: ${dataDir}\n${faults.length === 0 ? "" : `Faults: ${faultsPath} (${faults.length} rules)\n`}\n` +
            `  export AZURE_OPENAI_ENDPOINT=${url}\n  export AZURE_OPENAI_API_KEY=${apiKey}\n\n`,
    );
    context.hint("Ctrl-C stops it; files and jobs stay in the data folder.");
    try {
      // Only the signal's abort ends this.
      for (;;) await context.sleep(aDay);
    } finally {
      await emulator.close();
    }
    return ExitCode.ok;
  },
  { interrupted: "the emulator has stopped" },
);

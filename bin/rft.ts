import { main } from "#cli/start/main.js";
import { createProcessHost } from "#cli/host/process-host.js";

async function start(): Promise<void> {
  const code = await main(process.argv.slice(2), createProcessHost());
  // Already set if the result could not be written.
  process.exitCode ??= code;
}

void start();

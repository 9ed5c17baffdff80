import { main } from "#cli/start/main.js";
import { createProcessHost } from "#cli/host/process-host.js";

async function start(): Promise<void> {
  const code = await main(process.argv.slice(2), createProcessHost());
  // A result that could not be written has set it already.
  process.exitCode ??= code;
}

void start();

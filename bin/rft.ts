import { main } from "../src/cli/main.js";
import { createProcessHost } from "../src/cli/process-host.js";

async function start(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), createProcessHost());
}

void start();

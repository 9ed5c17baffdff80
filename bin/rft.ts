import { main } from "../src/cli/main.js";
import { createProcessHost } from "../src/cli/process-host.js";

void main(process.argv.slice(2), createProcessHost()).then((code) => {
  process.exitCode = code;
});

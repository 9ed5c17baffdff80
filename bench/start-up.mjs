// Start-up of each kind of command as a ratio to `node -e 0`, median of paired runs. It gates nothing.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { comparePairs, printRatio } from "./paired-runs.mjs";

const rft = resolve("dist/rft.cjs");
const nothing = ["-e", "0"];
process.chdir("fixtures/cli");

const server = spawn(
  process.execPath,
  [
    "-e",
    `require("node:http").createServer((_, response) => response.writeHead(200, { "content-type": "application/json" })
      .end('{"id":"ftjob-1","status":"paused"}')).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`,
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const [port] = await once(server.stdout.setEncoding("utf8"), "data");
const env = { AZURE_OPENAI_ENDPOINT: `http://127.0.0.1:${port.trim()}`, AZURE_OPENAI_API_KEY: "k" };

console.log("yardstick: node -e 0");
printRatio("S1 rft --version", comparePairs([rft, "--version"], nothing), 1.5);
printRatio("S2 rft --help", comparePairs([rft, "--help"], nothing), 1.6);
printRatio("S2 rft validate-data --help", comparePairs([rft, "validate-data", "--help"], nothing), 1.6);
printRatio(
  "S3 validate-data, no tokens",
  comparePairs([rft, "validate-data", "train.jsonl", "--tokens", "off"], nothing),
  2.4,
);
printRatio("S3 validate-data, tokens", comparePairs([rft, "validate-data", "train.jsonl"], nothing), 4);
printRatio(
  "S5 check-grader",
  comparePairs([rft, "check-grader", "grader.json", "--data", "train.jsonl"], nothing),
  2.8,
);
printRatio(
  "S6 pause JOB, key, one loopback request",
  comparePairs([rft, "pause", "ftjob-1"], nothing, { env }),
  9,
);
server.kill();

const folder = mkdtempSync(join(tmpdir(), "rft-pack-"));
const packed = spawnSync("npm", ["pack", "--json", "--pack-destination", folder], {
  cwd: resolve("../.."),
  encoding: "utf8",
});
const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(packed.stdout);
console.log(
  `I1 packed ${(size / 1e6).toFixed(2)} MB, unpacked ${(unpackedSize / 1e6).toFixed(2)} MB, ${entryCount} files (${statSync(join(folder, filename)).size} bytes)`,
);

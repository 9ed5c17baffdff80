// Start-up of each kind of command as a ratio to `node -e 0`, median of paired runs. Not a gate.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { comparePairs, printRatio } from "./paired-runs.mjs";

const rft = resolve("dist/rft.cjs");
const nothing = ["-e", "0"];
process.chdir("fixtures/cli");
const folder = mkdtempSync(join(tmpdir(), "rft-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true }));
const rows = join(folder, "rows.jsonl");
writeFileSync(rows, readFileSync("train.jsonl", "utf8").split("\n", 3).join("\n"));

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
  "S3 validate-data, 3 rows, no tokens",
  comparePairs([rft, "validate-data", rows, "--tokens", "off"], nothing),
  2.4,
);
printRatio("S3 validate-data, 3 rows, tokens", comparePairs([rft, "validate-data", rows], nothing), 4);
printRatio(
  "S5 check-grader, three graders, 3 rows",
  comparePairs([rft, "check-grader", "grader.json", "--data", rows], nothing),
  2.8,
);
printRatio(
  "S6 pause JOB, key, one loopback request",
  comparePairs([rft, "pause", "ftjob-1"], nothing, { env }),
  9,
);

// S7: the same with Entra ID, through a fake az that returns a token at once, against the same code unbundled.
const unbundled = resolve("../../node_modules/.cache/rft-unbundled");
const token = JSON.stringify({ accessToken: "bench", expires_on: 4_102_444_800, tokenType: "Bearer" });
writeFileSync(join(folder, "az"), `#!/bin/sh\necho '${token}'\n`, { mode: 0o755 });
writeFileSync(join(folder, "constants.cjs"), 'globalThis.RFT_VERSION = "bench";');
const flags = "--target es2023 --module nodenext --types node --skipLibCheck --noCheck --ignoreConfig".split(
  " ",
);
const sources = ["bin/rft.ts", "src/brotli-table.d.ts"];
const compiled = spawnSync("npx", ["tsc", ...flags, "--rootDir", ".", "--outDir", unbundled, ...sources], {
  cwd: resolve("../.."),
  encoding: "utf8",
});
if (compiled.status !== 0) throw new Error(compiled.stdout);
writeFileSync(join(unbundled, "package.json"), '{"type":"module","imports":{"#*":"./src/*"}}');
const byEntra = {
  AZURE_OPENAI_ENDPOINT: env.AZURE_OPENAI_ENDPOINT,
  AZURE_TOKEN_CREDENTIALS: "AzureCliCredential",
  PATH: [folder, process.env.PATH].join(delimiter),
};
const plain = ["-r", join(folder, "constants.cjs"), join(unbundled, "bin/rft.js"), "pause", "ftjob-1"];
console.log("yardstick: the same code run from node_modules");
printRatio(
  "S7 pause JOB, Entra ID, one loopback request",
  comparePairs([rft, "pause", "ftjob-1"], plain, { env: byEntra }),
  0.5,
);
server.kill();

const packed = spawnSync("npm", ["pack", "--json", "--pack-destination", folder], {
  cwd: resolve("../.."),
  encoding: "utf8",
});
const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(packed.stdout);
console.log(
  `I1 packed ${(size / 1e6).toFixed(2)} MB, unpacked ${(unpackedSize / 1e6).toFixed(2)} MB, ${entryCount} files (${statSync(join(folder, filename)).size} bytes)`,
);

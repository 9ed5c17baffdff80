// validate-data on 100 MB against a bare loop that reads, splits and parses. It gates nothing.
import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { comparePairs, printRatio } from "./paired-runs.mjs";

const file = join(tmpdir(), "rft-bench-100mb.jsonl");
const rows = 50_000;

/** 50,000 rows of some 2 kB, seven of ten with a character outside ASCII; the same bytes every time. */
function makeFile() {
  const descriptor = openSync(file, "w");
  let state = 1;
  const random = (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const words = "the sum of two numbers is asked here with a longer text about nothing in particular".split(
    " ",
  );
  for (let row = 0; row < rows; row++) {
    const text = Array.from({ length: 380 }, () => words[random(words.length)]).join(" ");
    const accent = row % 10 < 7 ? " café" : "";
    const messages = [{ role: "user", content: `Question ${row}: ${text}${accent}` }];
    writeSync(
      descriptor,
      `${JSON.stringify({ messages, answer: String(random(1000)), level: random(5) })}\n`,
    );
  }
  closeSync(descriptor);
}

const bareLoop = `
  const fs = require("node:fs");
  const descriptor = fs.openSync(${JSON.stringify(file)}, "r");
  const chunk = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0), rows = 0;
  for (let n; (n = fs.readSync(descriptor, chunk)) > 0; ) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, n)]);
    let start = 0;
    for (let end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
      if (JSON.parse(bytes.utf8Slice(start, end)).messages) rows++;
    }
    rest = bytes.subarray(start);
  }
`;

if (!existsSync(file)) makeFile();
console.log(`file: ${(statSync(file).size / 1e6).toFixed(0)} MB, ${rows} rows`);
const rft = resolve("dist/rft.cjs");
/** validate-data with these options against the bare loop. */
function measure(name, options, must) {
  const measured = comparePairs([rft, "validate-data", ...options, file], ["-e", bareLoop], { pairs: 5 });
  printRatio(name, measured, must);
}
measure("J1 validate-data, no tokens", ["--tokens", "off"], 1.6);
measure("J6 validate-data, exact tokens", ["--tokens", "exact"], 4.5);
measure("-- validate-data as it is called (an estimate)", [], 2.4);

/** Rows with letters without a break: a counter that is quadratic takes a hundred times as long for ten times as many. */
function makeRun(length) {
  const path = join(tmpdir(), `rft-bench-run-${length}.jsonl`);
  const letters = Array.from({ length }, (_, index) =>
    String.fromCharCode(97 + (((index * index) % 1009) % 26)),
  ).join("");
  writeFileSync(path, `${JSON.stringify({ messages: [{ role: "user", content: letters }], answer: "1" })}\n`);
  return path;
}
printRatio(
  "W1 a run of 1,000,000 / 100,000 letters",
  comparePairs(
    [rft, "validate-data", makeRun(1_000_000)],
    [rft, "validate-data", makeRun(100_000)],
    // A prompt of a million letters is too long for the model.
    { pairs: 5, expectStatus: 1 },
  ),
  15,
);

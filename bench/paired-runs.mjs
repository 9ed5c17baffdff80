import { spawnSync } from "node:child_process";

/** The environment of a run, without NODE_EXTRA_CA_CERTS: Node 20 loads it at every start, which flatters ratios. */
const { NODE_EXTRA_CA_CERTS: _unset, ...environment } = process.env;

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds of one run of `program ...argv`, and its output. */
function time(argv, env, program = process.execPath) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, argv, {
    env: { ...environment, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { milliseconds: performance.now() - started, status, stdout, stderr };
}

/**
 * Runs two node command lines in turn, A B A B ..., after a warm-up run of each; `program` runs B instead of node.
 * @returns the median of the pairs' ratios, the median milliseconds of each, and one last run of A
 */
export function comparePairs(a, b, { pairs = 20, env = {}, expectStatus = 0, program } = {}) {
  const ratios = [];
  const [as, bs] = [[], []];
  for (let pair = -1; pair < pairs; pair++) {
    const first = time(a, env);
    if (first.status !== expectStatus)
      throw new Error(`${a.join(" ")} ended with ${first.status}: ${first.stderr}`);
    const second = time(b, env, program);
    if (second.status !== 0) throw new Error(`${b.join(" ")} ended with ${second.status}: ${second.stderr}`);
    if (pair < 0) continue;
    ratios.push(first.milliseconds / second.milliseconds);
    as.push(first.milliseconds);
    bs.push(second.milliseconds);
  }
  return { ratio: median(ratios), a: median(as), b: median(bs), last: time(a, env) };
}

/** Prints one line of a table: name, ratio, bar. */
export function printRatio(name, { ratio, a, b }, must) {
  const verdict = ratio <= must ? "within" : "OVER";
  console.log(
    `${name.padEnd(44)} ${ratio.toFixed(2).padStart(6)} x  (${a.toFixed(0)} / ${b.toFixed(0)} ms)  ${verdict} the bar of ${must}`,
  );
}

/** The yardstick for reading: a program that reads 1 MiB chunks, finds line ends and parses each line. */
export const bareLoop = (path) => `
  const fs = require("node:fs");
  const descriptor = fs.openSync(${JSON.stringify(path)}, "r");
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

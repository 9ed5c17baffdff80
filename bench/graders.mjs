// fuzzy_match through the library, against fuzzball.ratio on the same pairs; then the other metrics, without a
// yardstick, because npm has none that gives the same numbers. Not a gate.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ratio } from "fuzzball";
import { compileGrader, prepareGrader, scoreSample } from "../dist/library/index.js";
import { comparePairs } from "./paired-runs.mjs";

const letters = "etaoinshrdlucmfwypvbgkqjxz";
let state = 1;

function random(below) {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
}

/** A word of 2 to 9 letters; common letters come more often. */
function makeWord() {
  return Array.from({ length: 2 + random(8) }, () => letters[Math.min(random(26), random(26))]).join("");
}

function makeText(length) {
  let text = makeWord();
  while (text.length < length) text += ` ${makeWord()}`;
  return text.slice(0, length);
}

/** The text with three in ten characters dropped, doubled or replaced. */
function edit(text) {
  const edits = [() => "", (character) => character + character, () => letters[random(26)]];
  return Array.from(text, (character) => (random(10) < 3 ? edits[random(3)](character) : character)).join("");
}

/** English-like pairs, half of them edited by 30%, half unrelated. */
function makePairs(count, length) {
  return Array.from({ length: count }, (_, index) => {
    const text = makeText(length);
    return [text, index % 2 === 0 ? edit(text) : makeText(length)];
  });
}

/** Pairs per second, the best of five passes. */
function measure(pairs, score) {
  let best = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < 5; pass++) {
    const started = performance.now();
    for (const [a, b] of pairs) score(a, b);
    best = Math.min(best, performance.now() - started);
  }
  return (pairs.length * 1000) / best;
}

async function makeScorer(metric) {
  const grader = await prepareGrader(
    compileGrader({
      type: "text_similarity",
      evaluation_metric: metric,
      input: "{{sample.output_text}}",
      reference: "{{item.reference}}",
    }),
  );
  return (output_text, reference) => scoreSample(grader, { item: { reference }, sample: { output_text } });
}

const fuzzyMatch = await makeScorer("fuzzy_match");
const sizes = [
  { length: 50, count: 4000 },
  { length: 500, count: 400, must: 20 },
  { length: 5000, count: 16 },
];
console.log(
  "yardstick: fuzzball.ratio({ full_process: false, astral: true }), which rounds to whole percents",
);
for (const { length, count, must } of sizes) {
  const pairs = makePairs(count, length);
  const ours = measure(pairs, fuzzyMatch);
  const theirs = measure(pairs, (a, b) => ratio(a, b, { full_process: false, astral: true }));
  const bar = must === undefined ? "" : `  ${ours / theirs >= must ? "within" : "UNDER"} the bar of ${must}`;
  console.log(
    `${`G1 fuzzy_match, ${length} characters`.padEnd(44)} ${(ours / theirs).toFixed(1).padStart(6)} x  (${Math.round(ours)} / ${Math.round(theirs)} pairs/s)${bar}`,
  );
}
const pairs = makePairs(400, 500);
for (const metric of ["bleu", "gleu", "meteor", "rouge_1", "rouge_l"]) {
  const speed = measure(pairs, await makeScorer(metric));
  console.log(
    `${`${metric}, 500 characters`.padEnd(44)} ${Math.round(speed).toString().padStart(8)} pairs/s`,
  );
}

/** The whole command on 10,000 pairs, against a bare loop that reads, splits and parses the same file. */
function measureCommand() {
  const folder = mkdtempSync(join(tmpdir(), "rft-bench-"));
  const [samples, grader] = [join(folder, "samples.jsonl"), join(folder, "grader.json")];
  const lines = makePairs(10_000, 500).map(([output_text, reference]) =>
    JSON.stringify({ item: { reference }, sample: { output_text } }),
  );
  writeFileSync(samples, lines.join("\n"));
  writeFileSync(
    grader,
    JSON.stringify({
      type: "text_similarity",
      evaluation_metric: "fuzzy_match",
      input: "{{sample.output_text}}",
      reference: "{{item.reference}}",
    }),
  );
  const bareLoop = `for (const line of require("node:fs").readFileSync(${JSON.stringify(samples)}, "utf8").split("\\n")) JSON.parse(line)`;
  const argv = [resolve("dist/rft.cjs"), "grade", grader, "--samples", samples];
  const { ratio: times, a, b } = comparePairs(argv, ["-e", bareLoop], { pairs: 5 });
  rmSync(folder, { recursive: true });
  console.log(
    `${"rft grade, 10,000 pairs of 500 characters".padEnd(44)} ${times.toFixed(1).padStart(6)} x a bare loop over the file  (${a.toFixed(0)} / ${b.toFixed(0)} ms)`,
  );
}
measureCommand();

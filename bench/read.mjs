// validate-data on 100 MB and on 1 GB, against a bare loop that reads, splits and parses. Not a gate.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bareLoop, comparePairs, printRatio } from "./paired-runs.mjs";

const rows = 50_000;
const words =
  "the sum of two numbers is asked here with a longer text about nothing in particular and some rules to follow".split(
    " ",
  );
/** What seven in ten rows hold besides ASCII: mostly typographic marks, as in published data sets. */
const marks = ["“", "”", "’", "–", "é", "×", "数", "🙂"];

/** Whole numbers below a bound, the same sequence every time. */
function createRandom() {
  let state = 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Words in lines, some of them quoted, with marks between them: what prompts look like. */
function makeProse(random, count, isAscii) {
  return Array.from({ length: count }, (_, index) => {
    const word = words[random(words.length)];
    if (index % 13 === 12) return `${word}.\n`;
    if (index % 29 === 28) return `"${word}"`;
    return !isAscii && index % 41 === 40 ? `${word} ${marks[random(marks.length)]}` : word;
  }).join(" ");
}

/** Words and blanks only: nothing is escaped, and é takes V8 one byte. This flatters the yardstick most. */
function makePlain(random, count, isAscii) {
  const text = Array.from({ length: count }, () => words[random(words.length)]).join(" ");
  return isAscii ? text : `${text} café`;
}

/** 50,000 rows of `wordsInRow` words, seven in ten with non-ASCII characters; the same bytes every time. */
function makeFile(path, wordsInRow, { role = "user", makeText = makeProse } = {}) {
  const descriptor = openSync(path, "w");
  const random = createRandom();
  for (let row = 0; row < rows; row++) {
    const content = `Question ${row}: ${makeText(random, wordsInRow, row % 10 >= 7)}`;
    const messages = [{ role, content }];
    writeSync(
      descriptor,
      `${JSON.stringify({ messages, answer: String(random(1000)), level: random(5) })}\n`,
    );
  }
  closeSync(descriptor);
}

const folder = mkdtempSync(join(tmpdir(), "rft-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true }));
const [file, plain] = [join(folder, "100mb.jsonl"), join(folder, "plain.jsonl")];
makeFile(file, 358);
makeFile(plain, 380, { makeText: makePlain });
console.log(`file: ${(statSync(file).size / 1e6).toFixed(0)} MB, ${rows} rows`);
const rft = resolve("dist/rft.cjs");
/** Measures validate-data with these options against the bare loop. */
function measure(name, options, must) {
  const measured = comparePairs([rft, "validate-data", ...options, file], ["-e", bareLoop(file)], {
    pairs: 5,
  });
  printRatio(name, measured, must);
}
measure("J1 validate-data, no tokens", ["--tokens", "off"], 1.6);
printRatio(
  "-- the same on plain words",
  comparePairs([rft, "validate-data", "--tokens", "off", plain], ["-e", bareLoop(plain)], { pairs: 5 }),
  1.6,
);
measure("J6 validate-data, exact tokens", ["--tokens", "exact"], 4.5);
measure("-- validate-data as it is called (an estimate)", [], 2.4);

/** A row of unbroken letters: a quadratic token counter takes a hundred times as long for ten times as many. */
function makeRun(length) {
  const path = join(folder, `run-${length}.jsonl`);
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

/** Peak resident memory of a command line, in MiB. */
function peakMemory(argv) {
  const hook = "process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))";
  const { stderr } = spawnSync(process.execPath, ["--import", `data:text/javascript,${hook}`, ...argv], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

const broken = join(folder, "broken.jsonl");
makeFile(broken, 358, { role: "sytem" });
const check = (path) => [rft, "validate-data", "--tokens", "off", path];
const expectStatus = 1;
printRatio(
  "-- an error on every row / none",
  comparePairs(check(broken), check(file), { pairs: 5, expectStatus }),
  2,
);

const large = join(folder, "1gb.jsonl");
makeFile(large, 3_550);
console.log(`file: ${(statSync(large).size / 1e6).toFixed(0)} MB, ${rows} rows`);
// Over the limit of 512 MB, but the file is still read to its end.
printRatio(
  "J2 validate-data, 1 GB",
  comparePairs(check(large), ["-e", bareLoop(large)], { pairs: 3, expectStatus }),
  1.2,
);
/** Measures validate-data against `jq -c .`, if jq is installed. */
function measureAgainstJq(name, path, must, options) {
  if (spawnSync("jq", ["--version"]).error) return;
  const jq = ["-c", 'exec jq -c . "$0" > /dev/null', path];
  printRatio(name, comparePairs(check(path), jq, { ...options, program: "sh" }), must);
}
measureAgainstJq("J3 validate-data / jq -c ., 100 MB", file, 0.3, { pairs: 5 });
measureAgainstJq("J3 validate-data / jq -c ., 1 GB", large, 0.2, { pairs: 1, expectStatus });
const [nothing, small, big] = [["-e", "0"], check(file), check(large)].map(peakMemory);
const near = peakMemory([...check(file), "--near-duplicates"]);
console.log(
  `M1 peak memory, 1 GB / node -e 0: ${(big / nothing).toFixed(2)} (${big.toFixed(0)} / ${nothing.toFixed(0)} MiB), bar 2.5`,
);
console.log(`M3 peak memory, 1 GB / 100 MB: ${(big / small).toFixed(2)}, bar 1.25`);
const begun = performance.now();
spawnSync(process.execPath, [...check(file), "--near-duplicates"], { stdio: "ignore" });
const seconds = (performance.now() - begun) / 1000;
console.log(
  `-- near duplicates of 50,000 rows: ${seconds.toFixed(1)} s (bar 60), ${near.toFixed(0)} MiB (bar 400)`,
);

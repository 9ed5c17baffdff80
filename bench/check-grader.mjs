// check-grader with its attacks on 50,000 rows, against a bare loop that reads, splits and parses. Not a gate.
import { mkdtempSync, openSync, writeFileSync, writeSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bareLoop, comparePairs, printRatio } from "./paired-runs.mjs";

const folder = mkdtempSync(join(tmpdir(), "rft-bench-grader-"));
const rows = join(folder, "rows.jsonl");
const grader = join(folder, "grader.json");

const descriptor = openSync(rows, "w");
for (let row = 0; row < 50_000; row++) {
  const content = `Question ${row}: ${"what is asked here stands in some more words than needed ".repeat(30)}`;
  writeSync(
    descriptor,
    `${JSON.stringify({ messages: [{ role: "user", content }], answer: String((row * 7919) % 1009) })}\n`,
  );
}
closeSync(descriptor);
writeFileSync(
  grader,
  JSON.stringify({
    type: "string_check",
    name: "answer",
    operation: "eq",
    input: "{{sample.output_text}}",
    reference: "{{item.answer}}",
  }),
);

const argv = [resolve("dist/rft.cjs"), "check-grader", grader, "--data", rows];
printRatio(
  "G4 check-grader, string_check, 50,000 rows",
  comparePairs(argv, ["-e", bareLoop(rows)], { pairs: 5 }),
  5,
);

import { describe, expect, test } from "vitest";
import { run, transcript } from "./run-in-memory.js";

/** Each line of words has its transcript beside this file; look at the difference before you update it (-u). */
const lines: [name: string, words: string][] = [
  ["no-words", ""],
  ["help", "--help"],
  ["help-validate-data", "validate-data --help"],
  ["help-check-grader", "check-grader --help"],
  ["help-init", "init --help"],
  ["help-grade", "grade --help"],
  ["help-submit", "submit --help"],
  ["help-watch", "watch --help"],
  ["help-pause", "pause --help"],
  ["help-resume", "resume --help"],
  ["help-metrics", "metrics --help"],
  ["help-convert", "convert --help"],
  ["help-split", "split --help"],
  ["help-explain", "explain --help"],
  ["help-emulator", "emulator --help"],
  ["help-demo", "demo --help"],
  ["emulator-faults-typo", "emulator --faults faults-typo.yaml"],
  ["help-doctor", "doctor --help"],
  ["doctor-no-endpoint", "doctor"],
  ["doctor-no-endpoint-json", "doctor --json"],
  ["doctor-http", "doctor --endpoint http://r.openai.azure.com"],
  ["unknown-command", "valdate-data"],
  ["unknown-flag", "watch ftjob-1 --intervall 3"],
  ["unknown-flag-json", "watch ftjob-1 --intervall 3 --json"],
  ["wrong-number", "watch ftjob-1 --interval soon"],
  ["missing-argument", "pause"],
  ["unknown-rules", "validate-data train.jsonl --rules 2024-01"],

  ["validate-good-pair", "validate-data train.jsonl valid.jsonl"],
  ["validate-good-pair-json", "validate-data train.jsonl valid.jsonl --json"],
  ["validate-without-tokens", "validate-data train.jsonl --tokens off"],
  ["validate-unknown-tokens", "validate-data train.jsonl --tokens some"],
  ["validate-broken", "validate-data broken.jsonl"],
  ["validate-broken-json", "validate-data broken.jsonl --json"],
  ["validate-strict-with-notes-only", "validate-data train.jsonl --strict"],
  ["validate-with-grader", "validate-data broken.jsonl --grader grader.json"],
  ["validate-with-broken-grader", "validate-data train.jsonl --grader grader-typo.json"],
  ["validate-job", "validate-data --job job.yaml"],
  ["validate-job-settings", "validate-data --job job-without-validation.yaml"],
  ["validate-job-unknown-key", "validate-data --job job-unknown-key.yaml"],
  ["validate-no-file", "validate-data"],
  ["validate-missing-file", "validate-data nowhere.jsonl"],
  ["validate-missing-file-json", "validate-data nowhere.jsonl --json"],
  ["validate-folder-without-jsonl", "validate-data empty-folder"],
  ["validate-binary", "validate-data gzipped.jsonl"],
  ["validate-empty", "validate-data empty.jsonl"],
  ["validate-broken-github", "validate-data broken.jsonl --format github --tokens off"],
  ["validate-broken-sarif", "validate-data broken.jsonl --format sarif --tokens off"],
  ["validate-near-duplicates-stdin", "validate-data - --near-duplicates"],
  [
    "validate-with-response-format",
    "validate-data train.jsonl --response-format response-format.json --grader grader.json --tokens off",
  ],
  ["validate-broken-response-format", "validate-data train.jsonl --response-format grader.json --tokens off"],
  ["format-of-another-command", "check-grader grader.json --format github"],

  [
    "check-grader-with-data",
    "check-grader grader.json --data train.jsonl --response-format response-format.json",
  ],
  ["check-grader-with-data-json", "check-grader grader.json --data train.jsonl --json"],
  ["check-grader-alone", "check-grader grader.json"],
  ["check-grader-typo", "check-grader grader-typo.json --data train.jsonl"],
  ["check-grader-not-json", "check-grader grader-not-json.json"],
  ["check-grader-none", "check-grader"],
  [
    "check-grader-samples",
    "check-grader grader.json --response-format response-format.json --samples samples.jsonl",
  ],
  ["check-grader-broken-samples", "check-grader grader.json --samples broken.jsonl"],
  ["check-grader-gold-typo", "check-grader grader.json --data train.jsonl --gold {{date}}"],
  ["init-no-data", "init"],
  ["check-grader-job", "check-grader --job job.yaml --no-attacks"],

  ["grade-no-samples", "grade grader.json"],
  ["grade-typo", "grade grader-typo.json --samples answers.jsonl"],
  ["grade-typo-json", "grade grader-typo.json --samples answers.jsonl --json"],
  ["grade-missing-samples", "grade grader.json --samples nowhere.jsonl"],

  ["submit-dry-run", "submit job.yaml --dry-run"],
  ["submit-dry-run-json", "submit job.yaml --dry-run --json"],
  ["submit-unknown-key", "submit job-unknown-key.yaml --yes"],
  ["submit-unknown-key-json", "submit job-unknown-key.yaml --yes --json"],
  ["submit-not-yaml", "submit job-not-yaml.yaml --yes"],
  ["submit-without-validation", "submit job-without-validation.yaml --yes"],
  ["submit-nobody-to-ask", "submit job.yaml"],
  ["submit-no-job", "submit"],
  [
    "submit-flags-dry-run",
    "submit --train train.jsonl --validation valid.jsonl --grader grader.json --dry-run --json",
  ],

  ["metrics-results", "metrics results.csv"],
  ["metrics-results-json", "metrics results.csv --json"],
  [
    "metrics-table",
    "metrics results.csv --every 2 --columns train_mean_reward,full_valid_mean_reward,timestamp",
  ],
  ["metrics-column-typo", "metrics results.csv --columns train_mean_rewrad"],
  ["metrics-cut-off", "metrics results-cut.csv"],
  ["metrics-supervised", "metrics results-supervised.csv"],
  ["metrics-compare", "metrics results.csv results-cut.csv"],
  ["metrics-csv", "metrics results-supervised.csv --csv -"],
  [
    "metrics-fail-if",
    "metrics results-supervised.csv results.csv --table --fail-if full_valid_mean_reward<0.6 --fail-if gap@last<0.5",
  ],
  ["metrics-fail-if-json", "metrics results-cut.csv --json --fail-if full_valid_mean_reward@best<0.7"],
  ["metrics-fail-if-diagnosis", "metrics results.csv --table --fail-if reward-collapse"],
  ["metrics-fail-if-unreadable", "metrics results.csv --fail-if full_valid_mean_reward=0.6"],
  ["metrics-fail-if-typo", "metrics results.csv --fail-if full_valid_mean_rewrad<0.6"],
  ["metrics-watch-file", "metrics results.csv --watch"],
  ["metrics-watch-json", "metrics ftjob-1 --watch --json"],
  ["metrics-missing", "metrics nowhere.csv"],
  ["metrics-other-csv", "metrics not-results.csv"],

  ["watch-replay", "watch --replay results.csv"],
  ["watch-replay-rules", "watch --replay results.csv --pause-when step:3 --pause-when plateau:2"],
  ["watch-replay-json", "watch --replay results.csv --pause-when step:3 --pause-when gap:0.1 --json"],
  ["watch-rule-typo", "watch ftjob-1 --pause-when plateu:5"],
  ["watch-rule-limit", "watch ftjob-1 --pause-when gap:10 --json"],
  ["watch-no-job", "watch"],

  ["explain-page", "explain system-message"],
  ["explain-quotation", "explain attack-succeeds"],
  ["explain-json", "explain blank-line --json"],
  ["explain-typo", "explain sytem-message"],
  ["explain-unknown-json", "explain rewards --json"],

  ["no-endpoint", "pause ftjob-1"],
  ["no-endpoint-json", "watch ftjob-1 --json"],
  ["plain-http", "pause ftjob-1 --endpoint http://example.com"],
  ["endpoint-no-url", "pause ftjob-1 --endpoint my-resource"],
  ["endpoint-with-secret", "pause ftjob-1 --endpoint https://user:geheim@example.com/?sig=geheim"],
];

describe("command lines that need no service", () => {
  test.each(lines)("%s", async (name, words) => {
    const argv = words === "" ? [] : words.split(" ");
    const text = transcript(argv, await run(argv));
    expect(text.slice(text.indexOf("---"))).not.toContain("geheim");
    await expect(text).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });
});

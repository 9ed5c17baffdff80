import { defineConfig, mergeConfig } from "vitest/config";
import tests from "./vitest.config.js";

/** The tests of the mutated modules alone: with all that reach them, `npm run mutation` would take hours. */
export default mergeConfig(
  { ...tests, test: { ...tests.test, include: [] } },
  defineConfig({
    test: {
      env: { PROPERTY_RUNS: "60" },
      include: [
        "test/grader/template.test.ts",
        "test/grader/expression.test.ts",
        "test/grader/formula-words.test.ts",
        "test/grader/multi.test.ts",
        "test/grader/number-texts.test.ts",
        "test/grader/gold.test.ts",
        "test/grader/score-sample.test.ts",
        "test/grader/fixtures.test.ts",
      ],
    },
  }),
);

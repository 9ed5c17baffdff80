import { defineConfig, mergeConfig } from "vitest/config";
import tests from "./vitest.config.js";

/** The tests of the mutated modules alone: with all that reach them, `npm run mutation` would take hours. */
export default mergeConfig(
  { ...tests, test: { ...tests.test, include: [] } },
  defineConfig({
    test: {
      env: { PROPERTY_RUNS: "60" },
      include: [
        "test/grader/language/template.test.ts",
        "test/grader/language/expression.test.ts",
        "test/grader/language/formula-words.test.ts",
        "test/grader/score/multi.test.ts",
        "test/json/number-texts.test.ts",
        "test/grader/score/gold.test.ts",
        "test/grader/score/score-sample.test.ts",
        "test/grader/proof/fixtures.test.ts",
      ],
    },
  }),
);

import type { FileCheck } from "#dataset/checks/contract/check.js";
import { messageTexts } from "#dataset/row/message.js";
import { createPhraseFilter } from "./phrase-filter.js";
import { showValue } from "#words/show-value.js";

/**
 * Phrases that ask for the model's chain of thought, in lower case. The first five are from validate_rft.py in
 * microsoft/azure-skills (2026-08); the others ask for the same.
 */
const riskyPhrases = [
  "chain of thought",
  "step by step reasoning",
  "let me think",
  "think carefully",
  "reason through",
  "step by step thinking",
  "think step by step",
  "explain your reasoning",
  "show your reasoning",
];

const mayBeRisky = createPhraseFilter(riskyPhrases);

/** The phrases as written in a text, where a hyphen can replace a space. */
const riskyPhrase = new RegExp(riskyPhrases.map((phrase) => phrase.replaceAll(" ", "[ -]")).join("|"), "i");

/** Checks that no prompt asks for the reasoning itself: the service may reject such rows in its screening. */
export const riskyPhraseCheck: FileCheck = {
  codes: ["risky-phrase"],
  onlyFirst: true,
  start({ report }) {
    const first = { line: 0, phrase: "" };
    let risky = 0;
    return {
      row({ line, raw, text: source }) {
        if (!mayBeRisky(source)) return;
        for (const text of messageTexts(raw)) {
          const [phrase] = riskyPhrase.exec(text) ?? [];
          if (phrase === undefined) continue;
          if (risky++ === 0) Object.assign(first, { line, phrase });
          return;
        }
      },
      end() {
        if (risky === 0) return;
        // Reported once: the same phrase mostly opens every prompt of a file.
        report({
          code: "risky-phrase",
          severity: "note",
          line: first.line,
          unlisted: risky - 1,
          write: () => ({
            message: `the prompt says ${showValue(first.phrase)}, here and in ${risky - 1} other rows: the service may block prompts that ask for the chain of thought`,
            help: "Ask for the answer only: a reasoning model thinks without being told to.",
          }),
        });
      },
    };
  },
};

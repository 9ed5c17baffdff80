import { describe, expect, test } from "vitest";
import { type Question, confirm } from "#cli/frame/confirm.js";

const question: Question = {
  before: "It costs $5.",
  text: "Do it?",
  unasked: "nobody can be asked",
  unaskedHint: "Say --yes.",
  otherwise: "nothing was done",
};
const typed: Question = { ...question, text: 'Type "no limit":', words: "no limit" };

interface Setting {
  yes?: boolean;
  input?: boolean;
  json?: boolean;
  isPerson?: boolean;
}

/** Asks in a setting, a person at a terminal by default; gives what came of it and what was shown. */
async function play(asked: Question, setting: Setting, answer?: string) {
  const { yes, input = true, json = false, isPerson = true } = setting;
  let shown = "";
  const write = (text: string) => void (shown += text);
  const context = {
    globals: { color: false, input, ...(yes === true && { yes: true as const }) },
    json,
    isInteractive: () => isPerson,
    stderr: { write, isTTY: true, columns: 80, closed: false, drained: async () => {} },
    hint: (text: string) => write(`${text}\n`),
    ask: async (text: string) => {
      write(text);
      return answer;
    },
  };
  const outcome: unknown = await confirm(context, asked).catch((error: unknown) => error);
  return { outcome, shown };
}

/** Every combination of --yes, --no-input, --json and a person at the terminal. */
const settings: Setting[] = Array.from({ length: 16 }, (_, bits) => ({
  yes: (bits & 8) > 0,
  input: (bits & 4) === 0,
  json: (bits & 2) > 0,
  isPerson: (bits & 1) > 0,
}));

describe("a question before something that costs", () => {
  test.each(settings)("%j", async (setting) => {
    const isAsked = setting.isPerson === true && setting.input === true && setting.json === false;
    const refusal = expect.objectContaining({
      code: "usage",
      message: question.unasked,
      hint: question.unaskedHint,
    });
    const refused = { outcome: refusal, shown: "" };
    const agreed = setting.yes === true && { outcome: true, shown: "" };
    const asked = (text: string) => isAsked && { outcome: true, shown: `It costs $5.\n${text} ` };
    expect(await play(question, setting, "y")).toEqual(agreed || asked("Do it? [y/N]") || refused);
    const typing = setting.yes !== true && asked('Type "no limit":');
    expect(await play(typed, setting, "no limit")).toEqual(typing || refused);
  });

  const answers: [asked: Question, answer: string, agrees: boolean][] = [
    ...["y", "Y", "yes", " Yes "].map((answer): [Question, string, boolean] => [question, answer, true]),
    ...["", "n", "no", "yesterday", "ja"].map((answer): [Question, string, boolean] => [
      question,
      answer,
      false,
    ]),
    ...["no limit", " No Limit "].map((answer): [Question, string, boolean] => [typed, answer, true]),
    ...["", "y", "yes", "no"].map((answer): [Question, string, boolean] => [typed, answer, false]),
  ];
  test.each(answers)("%o is answered %j: %s", async (asked, answer, agrees) => {
    const { outcome, shown } = await play(asked, {}, answer);
    expect(outcome).toBe(agrees);
    expect(shown.endsWith("nothing was done\n")).toBe(!agrees);
  });

  test.each([question, typed])("that is not answered is an interruption", async (asked) => {
    const { outcome } = await play(asked, {});
    expect(outcome).toMatchObject({ code: "interrupted", message: "interrupted: nothing was done" });
  });
});

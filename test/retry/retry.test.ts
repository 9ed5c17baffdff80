import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import { type RetryLimit, type RetryPolicy, createBackOff } from "#retry/back-off.js";
import { retry } from "#retry/retry.js";

const limits: Record<string, RetryLimit> = { "rate-limited": { tries: 6 }, unreachable: { tries: 3 } };
const policy: RetryPolicy = {
  first: 1,
  longest: 5,
  longestAsked: 60,
  limitOf: (error) => (error instanceof RftError ? limits[error.code] : undefined),
};
const away = new RftError("unreachable", "away");
const busy = (retryAfter?: number) =>
  new RftError("rate-limited", "busy", retryAfter === undefined ? {} : { retryAfter });

/** Fails with these in order, then gives "done"; tells how long was waited. */
async function play(failures: RftError[], recover?: () => Promise<string | undefined>) {
  const waits: number[] = [];
  let tries = 0;
  const attempt = async () => {
    const failure = failures[tries++];
    if (failure) throw failure;
    return "done";
  };
  const sleep = async (milliseconds: number) => void waits.push(milliseconds / 1000);
  const outcome: unknown = await retry(attempt, policy, { sleep, ...(recover && { recover }) }).catch(
    (error: unknown) => error,
  );
  return { outcome, tries, waits };
}

describe("trying again", () => {
  const cases: [name: string, failures: RftError[], waits: number[], outcome: unknown][] = [
    ["nothing failed", [], [], "done"],
    [
      "each wait is twice the last, up to the longest",
      Array.from({ length: 5 }, () => busy()),
      [1, 2, 4, 5, 5],
      "done",
    ],
    ["what the service asks for replaces ours", [busy(30), busy(0.25), busy()], [30, 0.25, 4], "done"],
    ["who is to wait too long is told so", [busy(61)], [], expect.objectContaining({ retryAfter: 61 })],
    ["all tries count, by the limit of the last failure", [busy(), busy(), away], [1, 2], away],
    [
      "what does not pass is thrown at once",
      [new RftError("refused", "no")],
      [],
      expect.objectContaining({ code: "refused" }),
    ],
  ];
  test.each(cases)("%s", async (_name, failures, waits, outcome) => {
    expect(await play(failures)).toEqual({ outcome, waits, tries: waits.length + 1 });
  });

  test("what came of a try in spite of its failure is looked for after the wait, and after the last try", async () => {
    expect(await play([away], async () => "there")).toEqual({ outcome: "there", waits: [1], tries: 1 });
    let looks = 0;
    const late = async () => (++looks === 3 ? "there" : undefined);
    expect(await play([away, away, away], late)).toEqual({ outcome: "there", waits: [1, 2], tries: 3 });
  });

  test("a wait that was interrupted ends it", async () => {
    const gone = new Error("interrupted");
    const sleep = async () => {
      throw gone;
    };
    const fail = async () => {
      throw away;
    };
    await expect(retry(fail, policy, { sleep })).rejects.toBe(gone);
  });
});

describe("a back-off", () => {
  const patient: RetryPolicy = {
    ...policy,
    isPatient: true,
    spread: 0.5,
    limitOf: () => ({ seconds: 10 }),
  };

  test("is spread by chance, and never shorter than asked for", () => {
    const chances = [0, 0, 1, 0];
    const backOff = createBackOff(patient, () => chances.shift() ?? 0);
    expect([busy(), busy(), busy(1), busy(3)].map((error) => backOff.waitAfter(error))).toEqual([
      0.5, 1, 4, 3,
    ]);
  });

  test("ends when it has waited for so long; success makes the next failure a first one", () => {
    const backOff = createBackOff(patient, () => 1);
    const waits = () => Array.from({ length: 5 }, () => backOff.waitAfter(away));
    expect(waits()).toEqual([1, 2, 4, 5, undefined]);
    backOff.reset();
    expect(backOff.waitAfter(away)).toBe(1);
  });
});

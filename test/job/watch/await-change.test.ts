import { describe, expect, test } from "vitest";
import { RftError, StateError } from "#errors.js";
import type { StateVerb } from "#service/change-state.js";
import { awaitChange } from "#job/watch/await-change.js";
import { fakeApi } from "#test/support/fake-api.js";

/** Waits on a clock that only sleeping moves; each look gives the next of the statuses, the last one for ever. */
function wait(verb: StateVerb, first: string, later: (string | RftError)[], timeout = 60) {
  let time = 0;
  const slept: number[] = [];
  const api = fakeApi({
    getJob: async (id) => {
      const next = later.length > 1 ? later.shift() : later[0];
      if (next instanceof RftError) throw next;
      return { id, status: next ?? first };
    },
  });
  const settled = awaitChange(api, { id: "ftjob-1", status: first }, verb, {
    timeout,
    elapsed: () => time,
    sleep: async (milliseconds) => {
      slept.push(milliseconds / 1000);
      time += milliseconds;
    },
    random: () => 0,
  });
  return { settled, slept };
}

describe("waiting for a change of state", () => {
  test.each<[verb: StateVerb, first: string, later: string[], end: string]>([
    ["pause", "pausing", ["pausing", "paused"], "paused"],
    ["pause", "pausing", ["running", "pausing", "paused"], "paused"],
    ["resume", "resuming", ["resuming", "running"], "running"],
    ["resume", "resuming", ["queued"], "queued"],
    ["resume", "resuming", ["succeeded"], "succeeded"],
    ["cancel", "running", ["cancelled"], "cancelled"],
  ])("%s: %s, %j", async (verb, first, later, end) => {
    expect((await wait(verb, first, [...later]).settled).status).toBe(end);
  });

  test("what stands as asked is not looked at again", async () => {
    const { settled, slept } = wait("pause", "paused", []);
    await settled;
    expect(slept).toEqual([]);
  });

  test("looks become rarer, up to every ten seconds", async () => {
    const { settled, slept } = wait("pause", "pausing", [
      ...Array.from({ length: 5 }, () => "pausing"),
      "paused",
    ]);
    await settled;
    expect(slept).toEqual([1, 2, 4, 8, 10, 10]);
  });

  test.each<[verb: StateVerb, end: string]>([
    ["pause", "succeeded"],
    ["resume", "failed"],
    ["cancel", "succeeded"],
  ])("%s that ends %s is a no", async (verb, end) => {
    const error: unknown = await wait(verb, verb === "pause" ? "pausing" : "resuming", [end]).settled.catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StateError);
    expect(error).toMatchObject({ message: expect.stringContaining(`ftjob-1 is ${end} and not `) });
  });

  test("after the time given it is given up, and the last look is not before it", async () => {
    const { settled, slept } = wait("pause", "pausing", ["pausing"], 20);
    await expect(settled).rejects.toMatchObject({
      code: "timeout",
      message: "ftjob-1 is still pausing after 20 s",
    });
    expect(slept.reduce((sum, one) => sum + one, 0)).toBe(20);
  });

  test("a fault that passes is waited out; another one is thrown", async () => {
    const away = new RftError("unreachable", "away");
    expect((await wait("pause", "pausing", [away, "paused"]).settled).status).toBe("paused");
    const refused = new RftError("refused", "no");
    await expect(wait("pause", "pausing", [refused]).settled).rejects.toBe(refused);
  });
});

import { expect, test } from "vitest";
import { createServiceClock } from "#azure/service-clock.js";

const answered = (headers: Record<string, string>) => new Headers(headers);
const noon = "Mon, 30 Nov 2026 12:00:00 GMT";

test("nothing is known before an answer has told it, nor from one that does not", () => {
  const clock = createServiceClock(() => 0);
  expect(clock.now()).toBeUndefined();
  clock.hear(answered({}));
  clock.hear(answered({ date: "yesterday" }));
  expect(clock.now()).toBeUndefined();
});

test("it goes on between two answers, and an answer without a date does not stop it", () => {
  let elapsed = 5000;
  const clock = createServiceClock(() => elapsed);
  clock.hear(answered({ date: noon }));
  elapsed += 90_000;
  clock.hear(answered({}));
  expect(clock.now()?.toISOString()).toBe("2026-11-30T12:01:30.000Z");
});

test("the newest answer counts, and a cached one is as old as it says", () => {
  const clock = createServiceClock(() => 0);
  clock.hear(answered({ date: noon }));
  clock.hear(answered({ date: "Mon, 30 Nov 2026 12:10:00 GMT", age: "30" }));
  expect(clock.now()?.toISOString()).toBe("2026-11-30T12:10:30.000Z");
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { moment } from "#cli/grammar/option-values.js";

const now = new Date("2026-01-05T09:00:00Z");

afterEach(() => vi.unstubAllEnvs());

describe("a moment on the command line", () => {
  test.each([
    ["90m", "2026-01-05T07:30:00.000Z"],
    ["1.5h", "2026-01-05T07:30:00.000Z"],
    ["2d", "2026-01-03T09:00:00.000Z"],
    ["30s", "2026-01-05T08:59:30.000Z"],
    ["2026-01-04T10:00:00+02:00", "2026-01-04T08:00:00.000Z"],
    ["2026-01-04T10:00Z", "2026-01-04T10:00:00.000Z"],
  ])("%s", (text, at) => {
    expect(moment(text)(now).toISOString()).toBe(at);
  });

  test.each([
    ["UTC", "2026-01-04", "2026-01-04T00:00:00.000Z"],
    ["Asia/Tokyo", "2026-01-04", "2026-01-03T15:00:00.000Z"],
    ["Asia/Tokyo", "2026-01-04T10:00", "2026-01-04T01:00:00.000Z"],
    ["Asia/Kolkata", "2026-01-04 10:00", "2026-01-04T04:30:00.000Z"],
    ["America/New_York", "2026-07-04", "2026-07-04T04:00:00.000Z"],
    ["America/New_York", "2026-01-04T10:00:00", "2026-01-04T15:00:00.000Z"],
    ["America/New_York", "2026-01-04T10:00:00Z", "2026-01-04T10:00:00.000Z"],
  ])("in %s, %s is local where it names no zone", (zone, text, at) => {
    vi.stubEnv("TZ", zone);
    expect(moment(text)(now).toISOString()).toBe(at);
  });

  test.each(["", "6", "h", "soon", "-6h", "2026-13-01", "6 h"])("%j is none", (text) => {
    expect(() => moment(text)).toThrow(/It must be a time/);
  });
});

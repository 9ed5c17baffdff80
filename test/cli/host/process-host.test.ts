import { afterEach, expect, test, vi } from "vitest";
import { createProcessHost } from "#cli/host/process-host.js";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["UTC", "2026-01-05T09:00:00Z", 0],
  ["Asia/Tokyo", "2026-01-05T09:00:00Z", 540],
  ["Asia/Kolkata", "2026-01-05T09:00:00Z", 330],
  ["America/New_York", "2026-11-01T05:59:59Z", -240],
  ["America/New_York", "2026-11-01T06:00:00Z", -300],
  ["Europe/Berlin", "2026-07-05T09:00:00Z", 120],
])("in %s local time at %s is %i minutes ahead of UTC", (zone, at, minutes) => {
  vi.stubEnv("TZ", zone);
  expect(createProcessHost().offsetAt(new Date(at)) + 0).toBe(minutes);
});

import { describe, expect, test } from "vitest";
import { createDayHeadings, localMinute, localMinutes, localSecond, localTime } from "#words/local-time.js";

/** A zone's offset by its published rules, as `Intl` knows them: another way than the host's. */
function zone(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  return (at: Date) => {
    const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
    return sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

describe("a moment in local time", () => {
  test.each([
    ["UTC", "2026-11-30T22:14:05Z", "2026-11-30 22:14 UTC"],
    ["Europe/Berlin", "2026-11-30T22:14:05Z", "2026-11-30 23:14 +01:00"],
    ["Europe/Berlin", "2026-07-30T22:14:05Z", "2026-07-31 00:14 +02:00"],
    ["Asia/Tokyo", "2026-11-30T15:00:00Z", "2026-12-01 00:00 +09:00"],
    ["Asia/Kolkata", "2026-12-31T18:30:00Z", "2027-01-01 00:00 +05:30"],
    ["Asia/Kathmandu", "2026-11-30T00:00:00Z", "2026-11-30 05:45 +05:45"],
    ["America/New_York", "2026-03-01T04:59:59Z", "2026-02-28 23:59 -05:00"],
    ["America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31 20:30 -03:30"],
    ["Pacific/Kiritimati", "2026-11-30T12:00:00Z", "2026-12-01 02:00 +14:00"],
    // The night the clocks go back: half past one comes twice, and the offset tells which it is.
    ["America/New_York", "2026-11-01T05:30:00Z", "2026-11-01 01:30 -04:00"],
    ["America/New_York", "2026-11-01T06:30:00Z", "2026-11-01 01:30 -05:00"],
  ])("%s, %s: %s", (name, at, local) => {
    expect(localMinute(at, zone(name))).toBe(local);
    expect(localMinute(new Date(at), zone(name))).toBe(local);
    expect(localMinute(Date.parse(at), zone(name))).toBe(local);
    expect(localSecond(at, zone(name))).toBe(local.replace(/ (?=\S+$)/, `:${at.slice(17, 19)} `));
  });

  test.each(["", "soon", NaN, 1e20])("%s is none, and no fault", (moment) => {
    expect(localTime(moment, () => 60)).toBeUndefined();
    expect(localMinute(moment, () => 60)).toBe("-");
  });
});

describe("a column of moments", () => {
  const winter = "2026-01-05T09:00:00Z";
  const summer = "2026-07-05T09:00:00Z";

  test("of one offset names it in the head", () => {
    expect(localMinutes([winter, undefined], zone("Europe/Berlin"))).toEqual({
      zone: "UTC+01:00",
      minutes: ["2026-01-05 10:00", ""],
    });
  });

  test("across the change of clocks names it at each", () => {
    expect(localMinutes([winter, summer], zone("Europe/Berlin"))).toEqual({
      zone: undefined,
      minutes: ["2026-01-05 10:00 +01:00", "2026-07-05 11:00 +02:00"],
    });
  });

  test("without any has no zone", () => {
    expect(localMinutes([undefined], zone("Europe/Berlin"))).toEqual({ zone: undefined, minutes: [""] });
  });
});

describe("the headings of a log", () => {
  const headings = (name: string, moments: string[]) => moments.map(createDayHeadings(zone(name)));

  test("stand before the first line and where the local day changes", () => {
    const night = [
      "2026-11-30T14:59:58Z",
      "2026-11-30T14:59:59Z",
      "2026-11-30T15:00:00Z",
      "2026-12-01T00:00:00Z",
    ];
    expect(headings("Asia/Tokyo", night)).toEqual([
      "2026-11-30 (UTC+09:00)",
      undefined,
      "2026-12-01 (UTC+09:00)",
      undefined,
    ]);
  });

  test("and where the clocks change", () => {
    expect(headings("America/New_York", ["2026-11-01T05:59:59Z", "2026-11-01T06:00:00Z"])).toEqual([
      "2026-11-01 (UTC-04:00)",
      "2026-11-01 (UTC-05:00)",
    ]);
  });

  test("none for what is no moment", () => {
    expect(headings("UTC", ["", "2026-11-01T06:00:00Z"])).toEqual([undefined, "2026-11-01 (UTC)"]);
  });
});

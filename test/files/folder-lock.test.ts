import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type LockOptions, withLock } from "#files/folder-lock.js";

const uuid = "123e4567-e89b-12d3-a456-426614174000";

function start(options: Partial<LockOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rft-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const waits: string[] = [];
  const lock = <T>(work: () => Promise<T>, pid = 1) =>
    withLock(
      folder,
      {
        processes: { pid, isAlive: (other) => other < 100 },
        sleep: async () => delay(1),
        onWait: (holder) => waits.push(holder),
        ...options,
      },
      work,
    );
  const claim = (pid: number, host = hostname()) => {
    const path = join(folder, `${pid}.${host}.${uuid}`);
    writeFileSync(path, "");
    return path;
  };
  return { folder, waits, lock, claim };
}

describe("withLock", () => {
  test("lets one in at a time, of many who come together", async () => {
    const { folder, lock } = start();
    let inside = 0;
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        lock(async () => {
          most = Math.max(most, ++inside);
          await delay(2);
          inside--;
          return index;
        }, index + 1),
      ),
    );
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["a dead process", 4711],
    ["an earlier process of our own number", 1],
  ])("takes over from %s without waiting", async (_name, pid) => {
    const { folder, waits, lock, claim } = start();
    claim(pid);
    expect(await lock(async () => readdirSync(folder).length)).toBe(1);
    expect(waits).toEqual([]);
  });

  test("takes over from before the machine was started: the number is another's now", async () => {
    const { waits, lock, claim } = start();
    utimesSync(claim(2), 0, 0);
    await lock(async () => {});
    expect(waits).toEqual([]);
  });

  test.each([
    ["a live process", 2, hostname(), "process 2"],
    ["another machine, of whose processes nothing is known", 4711, "elsewhere", "process 4711 on elsewhere"],
  ])("waits for %s, and says whose claim to delete in the end", async (_name, pid, host, holder) => {
    const { folder, waits, lock, claim } = start({ patience: 1000 });
    const path = claim(pid, host);
    let entered = false;
    const waiting = lock(async () => void (entered = true));
    await expect(waiting).rejects.toMatchObject({ code: "timeout", hint: expect.stringContaining(path) });
    expect(entered).toBe(false);
    expect(waits).toEqual([holder]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test("is free again after work that failed", async () => {
    const { folder, lock } = start();
    await expect(lock(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(readdirSync(folder)).toEqual([]);
  });
});

import { Refused } from "#emulator/state/refusals.js";
import type { Present } from "#emulator/simulate/emulated-service.js";

/**
 * Holds a new file against what a resource holds at the most; files of results do not count (assumed).
 * @throws Refused where it is one too many, or too large for what is left
 */
export function checkFileQuota(bytes: number, { state, rules }: Present): void {
  const { files, bytes: limit } = rules.fileQuota.value;
  const held = [...state.files.values()].filter(({ resultOf }) => resultOf === undefined);
  if (held.length >= files) throw new Refused("fileQuota", { files });
  if (held.reduce((sum, file) => sum + file.bytes, bytes) > limit)
    throw new Refused("fileQuotaBytes", { size: limit / 1024 / 1024 });
}

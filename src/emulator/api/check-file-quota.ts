import { Refused } from "#emulator/state/refusals.js";
import type { Present } from "#emulator/simulate/emulated-service.js";

/**
 * Checks a new file against the resource's file quota; result files do not count (assumed).
 * @throws Refused where it exceeds the number of files or their total size
 */
export function checkFileQuota(bytes: number, { state, rules }: Present): void {
  const { files, bytes: limit } = rules.fileQuota.value;
  const held = [...state.files.values()].filter(({ resultOf }) => resultOf === undefined);
  if (held.length >= files) throw new Refused("fileQuota", { files });
  if (held.reduce((sum, file) => sum + file.bytes, bytes) > limit)
    throw new Refused("fileQuotaBytes", { size: limit / 1024 / 1024 });
}

import type { FineTuningApi } from "#service/api.js";
import type { Host } from "#cli/host/host.js";

/** The service's time by its last answer, from which ages of what it keeps are counted; ours where it tells none. */
export function serviceNow(api: Pick<FineTuningApi, "serviceTime">, { now }: Pick<Host, "now">): Date {
  return api.serviceTime?.() ?? now();
}

import { type ErrorCode, RftError } from "#errors.js";
import type { FoundSetting, Probes } from "#service/probes.js";

/** What a check found. */
export interface CheckOutcome {
  status: "ok" | "warning" | "error" | "skipped";
  message: string;
  hint?: string;
  code?: ErrorCode;
  /** The HTTP status, if the service answered. */
  httpStatus?: number;
}

/** One thing to check. */
export interface DoctorCheck {
  name: string;
  /** Checks this one depends on: skipped if one of them failed or was itself skipped because of a failure. */
  needs: readonly string[];
  run: (probes: Probes) => Promise<CheckOutcome>;
}

/** What all checks found, in order. */
export interface Examination {
  ok: boolean;
  settings: FoundSetting[];
  checks: (CheckOutcome & { name: string })[];
}

function failure(error: unknown): CheckOutcome {
  if (!(error instanceof RftError) || error.code === "interrupted") throw error;
  const { message, hint, code, status } = error;
  return {
    status: "error",
    message,
    code,
    ...(hint !== undefined && { hint }),
    ...(status !== undefined && { httpStatus: status }),
  };
}

/** Runs the checks in order; one whose prerequisite failed is skipped and says which check failed. */
export async function runDoctor(checks: readonly DoctorCheck[], probes: Probes): Promise<Examination> {
  const done: Examination["checks"] = [];
  // Each check that failed or was skipped, with the failure at its root.
  const fallen = new Map<string, string>();
  for (const { name, needs, run } of checks) {
    const missing = needs.map((need) => fallen.get(need)).find((root) => root !== undefined);
    const outcome: CheckOutcome =
      missing === undefined
        ? await run(probes).catch(failure)
        : { status: "skipped", message: `not looked at, because of: ${missing}` };
    if (outcome.status === "error" || missing !== undefined) fallen.set(name, missing ?? name);
    done.push({ name, ...outcome });
  }
  const settings = await probes.settings().catch(() => []);
  return { ok: done.every(({ status }) => status !== "error"), settings, checks: done };
}

/** The first failed check, for the exit code. */
export function firstError({ checks }: Examination): CheckOutcome | undefined {
  return checks.find(({ status }) => status === "error");
}

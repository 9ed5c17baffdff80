import { type ErrorDetails, RftError } from "#errors.js";
import { fileQuota, jobQuota, pythonGraderVersion } from "#rules/service-facts.js";
import { isSettled } from "#service/status.js";
import { regionCheck } from "./region-check.js";
import type { CheckOutcome, DoctorCheck } from "./run-doctor.js";
import type { Probes } from "#service/probes.js";

/** Entra ID and signed requests tolerate a clock this many seconds off. */
const clockTolerance = 300;

/** From this share of a quota on it is time to make room. */
const nearlyFull = 0.9;

const ok = (message: string): CheckOutcome => ({ status: "ok", message });

/** A 404 for a list means the resource or project itself was not found: the id is not to blame. */
function placeNotFound(error: RftError, project: string | undefined): RftError {
  const hint =
    project === undefined
      ? "Copy the endpoint again from the resource's page in the portal; is the API version one that it serves?"
      : `Is "${project}" a project of this very resource? Copy the project's endpoint from its overview page in the portal.`;
  const details: ErrorDetails = { hint, cause: error };
  if (error.status !== undefined) details.status = error.status;
  return new RftError(error.code, error.message, details);
}

async function reached<T>(probes: Probes, list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (error) {
    if (!(error instanceof RftError) || error.code !== "not-found") throw error;
    throw placeNotFound(error, (await probes.target()).project);
  }
}

const jobs: DoctorCheck = {
  name: "jobs",
  needs: ["sign-in"],
  async run(probes) {
    const found = await reached(probes, () => probes.jobs());
    const going = found.filter(({ status }) => !isSettled(status));
    const queued = going.filter(({ status }) => status === "pending" || status === "queued").length;
    const running = going.length - queued;
    const { value: limits } = jobQuota;
    const message = `${found.length} of ${limits.kept}; ${running} running of ${limits.running} (developer tier: ${limits.runningDeveloper}), ${queued} waiting of ${limits.queued}`;
    if (running >= limits.running || queued >= limits.queued) {
      return { status: "warning", message, hint: "A new job waits until one of these has ended." };
    }
    if (found.length < nearlyFull * limits.kept) return ok(message);
    const hint = "Ended jobs count too: delete some in the portal before the next one is refused.";
    return { status: "warning", message, hint };
  },
};

const scope: DoctorCheck = {
  name: "scope",
  needs: ["jobs"],
  async run(probes) {
    const { hasKey } = await probes.target();
    if (hasKey) return { status: "skipped", message: "a key needs none" };
    const { tried, taken } = await probes.scopes();
    if (taken === undefined) return { status: "skipped", message: "nothing was answered that tells" };
    const others = tried.slice(0, tried.indexOf(taken));
    return ok(
      `${taken}${others.length === 0 ? "" : `; ${others.join(" and ")} came first and did not work`}`,
    );
  },
};

const files: DoctorCheck = {
  name: "files",
  needs: ["jobs"],
  async run(probes) {
    const found = await reached(probes, () => probes.files());
    const bytes = found.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
    const { value: limits } = fileQuota;
    const share = Math.max(found.length / limits.files, bytes / limits.bytes);
    const message = `${found.length} of ${limits.files}, ${megabytes(bytes)} of ${megabytes(limits.bytes)} MB`;
    if (share < nearlyFull) return ok(message);
    return {
      status: "warning",
      message,
      hint: "An upload is refused where this is full: delete files that no job needs any more.",
    };
  },
};

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1024 ** 2));
}

const clock: DoctorCheck = {
  name: "clock",
  needs: [],
  async run(probes) {
    const answer = probes.lastAnswer();
    if (answer?.serviceTime === undefined) {
      return { status: "skipped", message: "nothing was answered that says the time" };
    }
    const { ownTime, serviceTime, simulatedAhead } = answer;
    const seconds = Math.round((ownTime - (serviceTime - simulatedAhead)) / 1000);
    // The header has whole seconds, and the answer took time to arrive.
    if (Math.abs(seconds) <= 2) return ok("as the service's");
    const message = `${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} the service's`;
    if (Math.abs(seconds) <= clockTolerance) return ok(message);
    const hint = "Set this machine's clock: tokens and certificates are refused beyond five minutes.";
    return { status: "error", message, hint };
  },
};

const apiVersion: DoctorCheck = {
  name: "api-version",
  needs: ["configuration"],
  async run(probes) {
    const { datedVersion } = await probes.target();
    if (datedVersion === undefined) return ok("the v1 path");
    const since = pythonGraderVersion.value;
    if (datedVersion >= since)
      return ok(`${datedVersion}; graders/run and graders/validate are on the v1 path only`);
    return {
      status: "warning",
      message: `${datedVersion} is too old for python graders, which came with ${since}-preview`,
      hint: "Leave the API version out: the v1 path has all of it.",
    };
  },
};

/** What the service says, once we can reach it. */
export const serviceChecks: readonly DoctorCheck[] = [jobs, scope, files, clock, regionCheck, apiVersion];

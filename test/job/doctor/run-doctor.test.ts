import { AggregateAuthenticationError, CredentialUnavailableError } from "@azure/identity";
import { describe, expect, test } from "vitest";
import { signInError } from "#azure/credential.js";
import { type ErrorCode, RftError } from "#errors.js";
import type { Job, ServiceFile } from "#service/api.js";
import { connectionChecks } from "#job/doctor/connection-checks.js";
import { firstError, runDoctor } from "#job/doctor/run-doctor.js";
import { rulesCheck } from "#job/doctor/rules-check.js";
import { newestRules } from "#rules/select-rules.js";
import type { AnswerFacts, Probes, Target } from "#service/probes.js";
import { serviceChecks } from "#job/doctor/service-checks.js";

const target: Target = {
  baseUrl: "https://r.openai.azure.com/openai/v1",
  hostname: "r.openai.azure.com",
  port: 443,
  isTls: true,
  isKnownHost: true,
  probableHost: undefined,
  project: undefined,
  datedVersion: undefined,
  hasKey: true,
  proxy: undefined,
};

const scopes = ["https://ai.azure.com/.default", "https://cognitiveservices.azure.com/.default"] as const;

const answer: AnswerFacts = { serviceTime: 1000, simulatedAhead: 0, ownTime: 1000, region: "East US 2" };

/** Probes of a world in which all is well, but for what is given. */
function probes(change: Partial<Probes>, aim: Partial<Target> = {}): Probes {
  return {
    settings: async () => [],
    target: async () => ({ ...target, ...aim }),
    lookUp: async () => ["10.0.0.1"],
    shakeHands: async (_host, _port, isTls) => (isTls ? { issuer: "Microsoft Corporation" } : undefined),
    signIn: async () => scopes[0],
    scopes: async () => ({ tried: scopes, taken: scopes[0] }),
    jobs: async () => [],
    files: async () => [],
    lastAnswer: () => answer,
    ...change,
  };
}

const checks = [...connectionChecks, ...serviceChecks];

function fail(code: ErrorCode, message: string, status?: number) {
  return async () => {
    throw new RftError(code, message, status === undefined ? {} : { status });
  };
}

const noLogin = signInError(
  new AggregateAuthenticationError([
    new CredentialUnavailableError("Please run 'az login' from a command prompt to authenticate."),
  ]),
);

const proxy = { label: "p:8080", hostname: "p", port: 8080, variable: "HTTPS_PROXY" };
const jobsOf = (count: number, status: string): Job[] =>
  Array.from({ length: count }, (_, index) => ({ id: `ftjob-${index}`, status }));
const filesOf = (count: number, bytes: number): ServiceFile[] =>
  Array.from({ length: count }, (_, index) => ({ id: `file-${index}`, bytes }));

describe("each broken set-up fails at one check, with a way out", () => {
  const table: [name: string, world: Probes, check: string, code: ErrorCode | undefined, says: RegExp][] = [
    [
      "no endpoint",
      probes({ target: fail("configuration", "no endpoint configured") }),
      "configuration",
      "configuration",
      /no endpoint/,
    ],
    [
      "a typo in the host",
      probes(
        { lookUp: fail("unreachable", "r.openai.azur.com: no such host (ENOTFOUND)") },
        { isKnownHost: false, hostname: "r.openai.azur.com", probableHost: "r.openai.azure.com" },
      ),
      "name",
      "unreachable",
      /no such host.*Did you mean r\.openai\.azure\.com\?/s,
    ],
    [
      "the project of another resource",
      probes({ jobs: fail("not-found", "answered 404: The project does not exist.", 404) }, { project: "p" }),
      "jobs",
      "not-found",
      /Is "p" a project of this very resource\?/,
    ],
    [
      "a certificate that nobody here knows",
      probes({ shakeHands: fail("unreachable", "its certificate is signed by itself") }),
      "connection",
      "unreachable",
      /certificate/,
    ],
    [
      "a wrong key",
      probes({ jobs: fail("authentication", "answered 401", 401) }),
      "jobs",
      "authentication",
      /401/,
    ],
    [
      "no az login",
      probes({ signIn: async () => Promise.reject(noLogin) }, { hasKey: false }),
      "sign-in",
      "authentication",
      /az login/,
    ],
    [
      "a proxy that is down",
      probes({ shakeHands: fail("unreachable", "p:8080: nothing answers there") }, { proxy }),
      "proxy",
      "unreachable",
      /Is HTTPS_PROXY right\?.*NO_PROXY=r\.openai\.azure\.com/s,
    ],
    [
      "a clock an hour off",
      probes({ lastAnswer: () => ({ ...answer, ownTime: answer.ownTime - 3_600_000 }) }),
      "clock",
      undefined,
      /3600 s behind the service's/,
    ],
    ["403", probes({ jobs: fail("authentication", "answered 403", 403) }), "jobs", "authentication", /403/],
  ];
  test.each(table)("%s", async (_name, world, check, code, says) => {
    const examination = await runDoctor(checks, world);
    expect(examination.ok).toBe(false);
    const failed = examination.checks.filter(({ status }) => status === "error");
    expect(failed.map(({ name }) => name)).toEqual([check]);
    expect(firstError(examination)?.code).toBe(code);
    expect(`${failed[0]?.message} ${failed[0]?.hint}`).toMatch(says);
  });

  test("what rests on the failed check is skipped and says so, the rest is looked at", async () => {
    const { checks: found } = await runDoctor(
      checks,
      probes({ lookUp: fail("unreachable", "no such host") }),
    );
    expect(found.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "configuration ok",
      "proxy ok",
      "name error",
      "connection skipped",
      "sign-in skipped",
      "jobs skipped",
      "scope skipped",
      "files skipped",
      "clock ok",
      "region skipped",
      "api-version ok",
    ]);
    expect(found[5]?.message).toBe("not looked at, because of: name");
  });
});

describe("warnings leave the answer yes", () => {
  const table: [name: string, world: Probes, check: string, says: RegExp][] = [
    [
      "a dated version before python graders",
      probes({}, { datedVersion: "2024-10-21" }),
      "api-version",
      /2024-10-21 is too old for python graders/,
    ],
    ["three running jobs", probes({ jobs: async () => jobsOf(3, "running") }), "jobs", /3 running of 3/],
    ["a full queue", probes({ jobs: async () => jobsOf(20, "pending") }), "jobs", /20 waiting of 20/],
    [
      "ninety jobs",
      probes({ jobs: async () => jobsOf(90, "failed") }),
      "jobs",
      /^90 of 100;.*Ended jobs count/,
    ],
    ["ninety files", probes({ files: async () => filesOf(90, 1) }), "files", /90 of 100/],
    ["a gigabyte", probes({ files: async () => filesOf(2, 512 * 1024 ** 2) }), "files", /1024 of 1024 MB/],
    ["a host that is none of Azure's", probes({}, { isKnownHost: false }), "configuration", /gateway/],
  ];
  test.each(table)("%s", async (_name, world, check, says) => {
    const examination = await runDoctor(checks, world);
    expect(examination.ok).toBe(true);
    const [warning, ...more] = examination.checks.filter(({ status }) => status === "warning");
    expect(more).toEqual([]);
    expect(warning?.name).toBe(check);
    expect(`${warning?.message} ${warning?.hint}`).toMatch(says);
  });

  test.each([
    ["2025-04-01-preview", undefined],
    ["2025-03-01-preview", "warning"],
  ])("version %s: %s", async (datedVersion, status) => {
    const { checks: found } = await runDoctor(checks, probes({}, { datedVersion }));
    expect(found.find((check) => check.status === "warning")?.status).toBe(status);
  });

  test("settled jobs count to no quota", async () => {
    const jobs = async () => [...jobsOf(9, "succeeded"), ...jobsOf(9, "paused"), ...jobsOf(1, "running")];
    const { checks: found } = await runDoctor(checks, probes({ jobs }));
    expect(found.find(({ name }) => name === "jobs")).toMatchObject({
      status: "ok",
      message: expect.stringMatching(/^19 of 100; 1 running of 3 .* 0 waiting of 20$/),
    });
  });
});

describe("the age of the facts", () => {
  const look = async (day: string) => {
    const examination = await runDoctor([rulesCheck(newestRules, new Date(day))], probes({}));
    return { ok: examination.ok, ...examination.checks[0] };
  };

  test("some old facts are as it should be", async () => {
    const found = await look("2026-11-30");
    expect(found).toMatchObject({ name: "rules", status: "ok" });
    expect(found.message).toMatch(
      /^2026-10: \d+ of \d+ facts were last read more than 90 days ago, the newest on 2026-\d\d-\d\d; rft rules shows them$/,
    );
  });

  test("where all are old, that is a warning, and no failure", async () => {
    expect(await look("2027-12-01")).toMatchObject({
      ok: true,
      status: "warning",
      hint: expect.stringMatching(/^Update rft/) as string,
    });
  });
});

describe("the region", () => {
  test.each([
    ["East US 2", /Standard for o4-mini-2025-04-16 \(.*GlobalStandard for o4-mini-2025-04-16, Muse/],
    ["northcentralus", /Standard for gpt-5-2025-08-07 \(/],
    ["UAE North", /Standard for no model .*GlobalStandard for Muse-Glimmer-30B, qwen3.6-35b-a3b/],
    ["Nowhere", /Standard for no model .*GlobalStandard for no model/],
  ])("%s", async (region, says) => {
    const world = probes({ lastAnswer: () => ({ ...answer, region }) });
    const { checks: found } = await runDoctor(checks, world);
    expect(found.find(({ name }) => name === "region")).toMatchObject({
      status: "ok",
      message: expect.stringMatching(says) as string,
    });
  });
});

describe("the scope that worked", () => {
  const [first, second] = scopes;
  const table: [name: string, world: Probes, status: string, says: string][] = [
    ["the first", probes({}, { hasKey: false }), "ok", first],
    [
      "the second",
      probes({ scopes: async () => ({ tried: scopes, taken: second }) }, { hasKey: false }),
      "ok",
      `${second}; ${first} came first and did not work`,
    ],
    ["none with a key", probes({}), "skipped", "a key needs none"],
  ];
  test.each(table)("%s", async (_name, world, status, message) => {
    const { checks: found } = await runDoctor(checks, world);
    expect(found.find(({ name }) => name === "scope")).toMatchObject({ status, message });
  });
});

test("a bug is no finding", async () => {
  const broken = probes({
    jobs: async () => {
      throw new TypeError("bug");
    },
  });
  await expect(runDoctor(checks, broken)).rejects.toThrow("bug");
});

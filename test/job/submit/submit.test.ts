import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import { type CreateFate, FakeService, plannedJob, type UploadFate } from "#test/support/fake-service.js";

/** The error that a submission ends with. */
async function failure(submission: Promise<unknown>): Promise<RftError> {
  return submission.then(
    () => {
      throw new Error("it was to fail");
    },
    (error: RftError) => error,
  );
}

describe("submitting", () => {
  test("uploads both files by their content's name, then creates one job that carries its fingerprint", async () => {
    const service = new FakeService();
    const { created, job, files, fingerprint } = await service.submit();
    expect(created).toBe(true);
    expect(service.calls).toEqual([
      `upload train-${"a".repeat(12)}.jsonl`,
      `upload valid-${"b".repeat(12)}.jsonl`,
      "create",
    ]);
    expect(files).toEqual([
      { path: "data/train.jsonl", id: "file-1", reused: false },
      { path: "data/valid.jsonl", id: "file-2", reused: false },
    ]);
    expect(job).toMatchObject({
      training_file: "file-1",
      validation_file: "file-2",
      metadata: { rft_fingerprint: fingerprint },
    });
  });

  test("waits until files are processed, longer each time", async () => {
    const service = new FakeService();
    service.fileStatus = [{ status: "pending" }, { status: "running" }, { status: "processed" }];
    const start = service.time;
    await service.submit();
    expect(service.time - start).toBe(250 + 500);
    expect(service.count("create")).toBe(1);
  });

  test("a file in error shows the service's words, is named with the command to delete it, and is not used again", async () => {
    const service = new FakeService();
    service.fileStatus = [{ status: "error", status_details: "bad line 7" }];
    expect(await failure(service.submit())).toMatchObject({
      code: "refused",
      message: expect.stringContaining("bad line 7"),
      hint: expect.stringContaining("rft files delete file-1"),
    });
    expect(service.count("create")).toBe(0);
    await service.submit();
    expect(service.count("upload train")).toBe(2);
  });

  const cut = new RftError("unreachable", "cannot reach it: the connection was cut");
  const passing: [name: string, fault: RftError, looks: number][] = [
    ["the service is away", cut, 5],
    ["the service does not know it yet", new RftError("not-found", "GET /files/file-1 was answered 404"), 1],
  ];
  test.each(passing)("a file is waited for where %s meanwhile", async (_name, fault, looks) => {
    const service = new FakeService();
    service.fileStatus = [{ status: "pending" }, { status: "processed" }];
    service.fileFaults.push(...Array.from({ length: looks }, () => fault));
    expect(await service.submit(plannedJob(), { fileTimeout: 600_000 })).toMatchObject({ created: true });
    expect(service.count("upload train")).toBe(1);
  });

  test("a service that stays away longer than a file is waited for is the failure", async () => {
    const service = new FakeService();
    service.fileStatus = [{ status: "pending" }];
    service.fileFaults.push(...Array.from({ length: 100 }, () => cut));
    const start = service.time;
    expect(await failure(service.submit())).toMatchObject({ code: "unreachable" });
    expect(service.time - start).toBeCloseTo(60_000, -1);
    expect(service.count("create")).toBe(0);
  });

  test("a sign-in that is refused meanwhile is said at once", async () => {
    const service = new FakeService();
    service.fileStatus = [{ status: "pending" }];
    service.fileFaults.push(new RftError("authentication", "GET /files/file-1 was answered 401"));
    const start = service.time;
    expect(await failure(service.submit())).toMatchObject({ code: "authentication" });
    expect(service.time - start).toBe(250);
  });

  test("a file that is never processed ends in a time-out, and is used again by the next run", async () => {
    const service = new FakeService();
    service.fileStatus = Array.from({ length: 100 }, () => ({ status: "pending" }));
    const start = service.time;
    expect(await failure(service.submit())).toMatchObject({
      code: "timeout",
      message: expect.stringContaining("still pending"),
    });
    expect(service.time - start).toBe(60_000);
    service.fileStatus = [{ status: "processed" }];
    await service.submit();
    expect(service.count("upload train")).toBe(1);
  });
});

describe("files are uploaded once", () => {
  test("by the ledger, whatever they are called there", async () => {
    const service = new FakeService();
    await service.submit();
    for (const file of service.files) file.filename = "renamed.jsonl";
    const { files } = await service.submit(plannedJob({ suffix: "other" }));
    expect(files.map(({ id, reused }) => [id, reused])).toEqual([
      ["file-1", true],
      ["file-2", true],
    ]);
  });

  test("by the service's list, where another folder uploaded them", async () => {
    const service = new FakeService();
    await service.submit();
    const ledger = service.ledger(`${service.folder}/elsewhere`);
    await service.submit(plannedJob({ suffix: "other" }), { ledger });
    expect(service.count("upload")).toBe(2);
    expect((await ledger.entries()).filter(({ kind }) => kind === "uploaded")).toHaveLength(2);
  });

  test.each([
    ["another content", { training: "c" }],
    ["another size under the same name", { bytes: 3001 }],
  ])("but not for %s", async (_name, change) => {
    const service = new FakeService();
    await service.submit();
    await service.submit(plannedJob({ ...change, suffix: "other" }));
    expect(service.count("upload")).toBe(3);
  });

  test("a file that needs parts is refused where there are none, and used where it is there already", async () => {
    const service = new FakeService();
    const large = plannedJob({ bytes: 151 * 1024 * 1024 });
    expect(await failure(service.submit(large))).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("is 151 MB: above 150 MB"),
      hint: expect.stringContaining("--api-version 2025-04-01-preview"),
    });
    expect(service.calls).toEqual([]);
    service.newFile({
      path: "",
      filename: `x-${"a".repeat(12)}.jsonl`,
      bytes: 151 * 1024 * 1024,
      sha256: "",
    });
    expect(await service.submit(large)).toMatchObject({ created: true, files: [{ reused: true }, {}] });
  });

  test("but again where the service no longer has one", async () => {
    const service = new FakeService();
    await service.submit();
    service.files.splice(0);
    await service.submit(plannedJob({ suffix: "other" }));
    expect(service.count("upload")).toBe(4);
  });
});

describe("a file that does not arrive at once", () => {
  const refused = (retryAfter?: number) =>
    new RftError("rate-limited", "POST /files was answered 429", {
      status: 429,
      ...(retryAfter !== undefined && { retryAfter }),
    });
  const fault = new RftError("unreachable", "POST /files was answered 503", { status: 503 });
  const cut = new RftError("unreachable", "cannot reach it: the connection was cut");
  const late = new RftError("timeout", "no answer in time");
  const rejected = new RftError("refused", "POST /files was answered 400", { status: 400 });

  const happy: [name: string, fates: UploadFate[], uploads: number, waits: number[]][] = [
    ["429 that says when", [{ error: refused(7) }], 2, [7000]],
    ["429 that does not, twice", [{ error: refused() }, { error: refused() }], 3, [2000, 4000]],
    ["503", [{ error: fault }], 2, [2000]],
    ["503, though it arrived", [{ error: fault, arrives: true }], 1, [2000]],
    ["a cut line", [{ error: cut }, { error: cut }, { error: cut }], 4, [2000, 4000, 8000]],
    ["a cut line, though it arrived", [{ error: cut, arrives: true }], 1, [2000]],
    ["a time-out, though it arrived", [{ error: late, arrives: true }], 1, []],
  ];
  test.each(happy)("%s: is there once, and the job too", async (_name, fates, uploads, expected) => {
    const service = new FakeService();
    service.uploadFates.push(...fates);
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => void waits.push(milliseconds);
    expect(await service.submit(plannedJob(), { sleep })).toMatchObject({ created: true });
    expect(service.count("upload train")).toBe(uploads);
    expect(waits).toEqual(expected);
    expect([service.files.length, service.jobs.length]).toEqual([2, 1]);
  });

  const hopeless: [name: string, fates: UploadFate[], uploads: number, error: object][] = [
    ["429 that asks for an hour", [{ error: refused(3600) }], 1, { code: "rate-limited" }],
    ["429 for ever", Array.from({ length: 4 }, () => ({ error: refused(1) })), 4, { code: "rate-limited" }],
    ["a time-out", [{ error: late }], 1, { code: "timeout" }],
    ["a clear no", [{ error: rejected }], 1, { code: "refused" }],
  ];
  test.each(hopeless)("%s: nothing is created", async (_name, fates, uploads, error) => {
    const service = new FakeService();
    service.uploadFates.push(...fates);
    expect(await failure(service.submit())).toMatchObject(error);
    expect(service.count("upload")).toBe(uploads);
    expect([service.files.length, service.jobs.length]).toEqual([0, 0]);
  });

  test("and nobody can look whether it has: it is not sent again, and found by the next run", async () => {
    const service = new FakeService();
    service.uploadFates.push({ error: cut, arrives: true });
    service.listFault = new RftError("unreachable", "GET /files was answered 503");
    expect(await failure(service.submit())).toBe(cut);
    expect(service.count("upload")).toBe(1);
    service.listFault = undefined;
    expect(await service.submit()).toMatchObject({ created: true, files: [{ reused: true }, {}] });
    expect(service.files).toHaveLength(2);
  });
});

describe("the same job is created once", () => {
  test("a second run gives the job that is there, and uploads nothing", async () => {
    const service = new FakeService();
    const first = await service.submit();
    service.files.splice(0);
    const second = await service.submit();
    expect(second).toMatchObject({ created: false, job: { id: first.job.id } });
    expect(second.files).toEqual(first.files.map((file) => ({ ...file, reused: true })));
    expect(service.calls).toHaveLength(3);
  });

  test("also without the ledger, by the fingerprint in the job's metadata", async () => {
    const service = new FakeService();
    const first = await service.submit();
    const ledger = service.ledger(`${service.folder}/elsewhere`);
    expect(await service.submit(plannedJob(), { ledger })).toMatchObject({
      created: false,
      job: { id: first.job.id },
    });
    expect(await ledger.latestJob()).toBe(first.job.id);
  });

  test("also without ledger and metadata, by what the service echoes", async () => {
    const service = new FakeService();
    service.keepsMetadata = false;
    await service.submit();
    const ledger = service.ledger(`${service.folder}/elsewhere`);
    expect(await service.submit(plannedJob(), { ledger })).toMatchObject({ created: false });
  });

  test.each([
    ["another suffix", { suffix: "other" }],
    ["another grader", { grader: { type: "string_check", input: "{{sample.output_json.a}}" } }],
    ["other hyperparameters", { hyperparameters: { n_epochs: 3 } }],
    ["other data", { training: "c" }],
  ])("%s makes another job, with and without metadata", async (_name, change) => {
    for (const keepsMetadata of [true, false]) {
      const service = new FakeService();
      service.keepsMetadata = keepsMetadata;
      await service.submit();
      expect(await service.submit(plannedJob(change))).toMatchObject({ created: true });
      expect(service.jobs).toHaveLength(2);
    }
  });

  test("other metadata is no other job", async () => {
    const service = new FakeService();
    await service.submit();
    expect(await service.submit(plannedJob({ metadata: { team: "b" } }))).toMatchObject({ created: false });
  });

  test.each(["failed", "cancelled"])("an earlier job that is %s does not count", async (status) => {
    for (const keepsMetadata of [true, false]) {
      const service = new FakeService();
      service.keepsMetadata = keepsMetadata;
      const first = await service.submit();
      first.job.status = status;
      expect(await service.submit()).toMatchObject({ created: true, job: { id: "ftjob-2" } });
      expect(await service.submit()).toMatchObject({ created: false, job: { id: "ftjob-2" } });
    }
  });

  test("--again creates another; then that one is the job", async () => {
    const service = new FakeService();
    await service.submit();
    expect(await service.submit(plannedJob(), { again: true })).toMatchObject({
      created: true,
      job: { id: "ftjob-2" },
    });
    expect(await service.submit()).toMatchObject({ created: false, job: { id: "ftjob-2" } });
  });

  test("a job of another that has the same files is not taken for it", async () => {
    const service = new FakeService();
    service.keepsMetadata = false;
    await service.submit();
    delete service.jobs[0]?.method;
    service.ledger();
    const ledger = service.ledger(`${service.folder}/elsewhere`);
    expect(await service.submit(plannedJob(), { ledger })).toMatchObject({ created: true });
  });
});

describe("an answer that was lost", () => {
  test("a clock that jumps meanwhile cuts the search no shorter", async () => {
    const service = new FakeService();
    service.fates.push("effect, no answer");
    service.blindLooks = 4;
    let jumped = 0;
    const now = () => new Date(service.time + (jumped += 3_600_000));
    expect(await service.submit(plannedJob(), { now })).toMatchObject({ created: true });
  });

  test.each([-3, 1.5])("the job is found also by a machine whose clock is %s hours ahead", async (hours) => {
    const service = new FakeService();
    // Without metadata and grader in the echo, only its time tells the job from an older one of the same content.
    service.keepsMetadata = false;
    service.fates.push("effect, no answer");
    const now = () => new Date(service.time + hours * 3_600_000);
    expect(await service.submit(plannedJob(), { now })).toMatchObject({ created: true });
    expect(await service.submit(plannedJob(), { now })).toMatchObject({ created: false });
    expect(service.count("create")).toBe(1);
  });

  const metadata = [
    ["kept", true],
    ["dropped", false],
  ] as const;

  test.each(metadata)("the job is found by looking, metadata %s", async (_name, keepsMetadata) => {
    const service = new FakeService();
    service.keepsMetadata = keepsMetadata;
    service.fates.push("effect, no answer");
    service.blindLooks = 3;
    const start = service.time;
    expect(await service.submit()).toMatchObject({ created: true, job: { id: "ftjob-1" } });
    expect(service.time - start).toBe(1000 + 2000 + 4000 + 8000);
    expect(await service.submit()).toMatchObject({ created: false, job: { id: "ftjob-1" } });
    expect(service.count("create")).toBe(1);
  });

  test.each(metadata)(
    "a job seen only after a minute is found by the next run, which creates none, metadata %s",
    async (_name, keepsMetadata) => {
      const service = new FakeService();
      service.keepsMetadata = keepsMetadata;
      service.fates.push("effect, no answer");
      service.blindLooks = 6;
      expect(await failure(service.submit())).toMatchObject({ code: "outcome-unknown" });
      expect(await service.submit()).toMatchObject({ created: false, job: { id: "ftjob-1" } });
      expect(service.count("create")).toBe(1);
    },
  );

  test("without effect: exit as unknown after a minute of looking, now and in the next run; --again posts", async () => {
    const service = new FakeService();
    service.fates.push("no effect, no answer");
    const start = service.time;
    const error = await failure(service.submit());
    expect(service.time - start).toBe(60_000);
    expect(error).toMatchObject({ code: "outcome-unknown", hint: expect.stringContaining("--again") });
    expect(error.message).toContain("2026-11-25T09:00:00.000Z");
    expect(error.hint).not.toContain("files delete");
    service.time += 86_400_000;
    expect(await failure(service.submit())).toMatchObject({ code: "outcome-unknown" });
    expect(service.count("create")).toBe(1);
    expect(await service.submit(plannedJob(), { again: true })).toMatchObject({ created: true });
    expect(await service.submit()).toMatchObject({ created: false });
    expect(service.count("create")).toBe(2);
  });

  test("another job is not held up by it", async () => {
    const service = new FakeService();
    service.fates.push("no effect, no answer");
    await failure(service.submit());
    expect(await service.submit(plannedJob({ suffix: "other" }))).toMatchObject({ created: true });
  });

  test("with --again the older same job is not taken for the new one", async () => {
    const service = new FakeService();
    await service.submit();
    service.fates.push("no effect, no answer");
    expect(await failure(service.submit(plannedJob(), { again: true }))).toMatchObject({
      code: "outcome-unknown",
    });
  });

  test("a run killed right after the request: the next looks for up to a minute after it", async () => {
    const service = new FakeService();
    const { plan } = plannedJob();
    await service.ledger().append({
      kind: "submitting",
      fingerprint: plan.fingerprint ?? "",
      endpoint: service.api.endpoint,
      model: "o4-mini",
      trainingFile: "file-1",
    });
    service.time += 20_000;
    const start = service.time;
    expect(await failure(service.submit())).toMatchObject({ code: "outcome-unknown" });
    expect(service.time - start).toBe(40_000);
    expect(service.count("create")).toBe(0);
  });

  test("a service that cannot be looked at does not hide what happened", async () => {
    const service = new FakeService();
    service.fates.push("effect, no answer");
    let looks = 0;
    service.api.listJobs = async () => {
      if (++looks > 2) throw new Error("the network is down");
      return { data: [], hasMore: false };
    };
    expect(await failure(service.submit())).toMatchObject({ code: "outcome-unknown" });
  });
});

describe("a clear no", () => {
  test.each<CreateFate>(["refused", "unsent"])("%s: the next run posts again", async (fate) => {
    const service = new FakeService();
    service.fates.push(fate);
    const error = await failure(service.submit());
    expect(error.code).not.toBe("outcome-unknown");
    expect(error.hint).toContain("rft files delete file-1 file-2");
    expect(await service.submit()).toMatchObject({ created: true });
    expect(service.count("upload")).toBe(2);
  });
});

test("two at once make one job: the second waits, and is given the first one's", async () => {
  const service = new FakeService();
  const [one, two] = await Promise.all([service.submit(), service.submit()]);
  expect([one.created, two.created].filter(Boolean)).toHaveLength(1);
  expect(two.job.id).toBe(one.job.id);
  expect(service.calls).toHaveLength(3);
});

import type { FineTuningApi } from "#service/api.js";

/** A service of which only the given methods may be called. */
export function fakeApi(methods: Partial<FineTuningApi>): FineTuningApi {
  const refuse = (name: string) => async () => {
    throw new Error(`${name} was not to be called`);
  };
  return {
    endpoint: "https://r.example",
    uploads: undefined,
    uploadFile: refuse("uploadFile"),
    getFile: refuse("getFile"),
    listFiles: refuse("listFiles"),
    deleteFile: refuse("deleteFile"),
    readFile: refuse("readFile"),
    createJob: refuse("createJob"),
    getJob: refuse("getJob"),
    listJobs: refuse("listJobs"),
    pauseJob: refuse("pauseJob"),
    resumeJob: refuse("resumeJob"),
    cancelJob: refuse("cancelJob"),
    listEvents: refuse("listEvents"),
    listCheckpoints: refuse("listCheckpoints"),
    validateGrader: refuse("validateGrader"),
    runGrader: refuse("runGrader"),
    listEvalRuns: refuse("listEvalRuns"),
    listEvalOutputItems: refuse("listEvalOutputItems"),
    getEvalOutputItem: refuse("getEvalOutputItem"),
    ...methods,
  };
}

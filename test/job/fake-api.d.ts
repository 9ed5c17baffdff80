import type { FineTuningApi } from "../../src/job/api.js";
/** A service of which only the given methods may be called. */
export declare function fakeApi(methods: Partial<FineTuningApi>): FineTuningApi;

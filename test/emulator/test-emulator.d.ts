import { type EmulatorOptions } from "../../src/emulator/start-emulator.js";
import type { Checkpoint, Job, JobEvent, ServiceFile } from "../../src/job/api.js";
import type { JsonObject, JsonValue } from "../../src/json.js";
/** An answer, read whole. */
export interface Answer<T = JsonObject> {
    status: number;
    headers: Headers;
    text: string;
    body: T;
}
export type List<T> = {
    object: string;
    data: T[];
    has_more: boolean;
};
/** One simulated second a real second, and real time that stands still until `pass`. */
export declare class TestEmulator {
    url: string;
    private seconds;
    private running;
    readonly options: EmulatorOptions;
    constructor(options: EmulatorOptions);
    start(): Promise<void>;
    stop(): Promise<void>;
    /** Lets so many seconds pass. */
    pass(seconds: number): void;
    send<T = JsonObject>(method: string, path: string, init?: RequestInit): Promise<Answer<T>>;
    get<T = JsonObject>(path: string): Promise<Answer<T>>;
    post<T = JsonObject>(path: string, body?: JsonValue): Promise<Answer<T>>;
    upload(text: string, filename?: string): Promise<Answer<ServiceFile>>;
    /** Uploads training and validation rows and waits until both are processed. */
    uploadBoth(rows?: {
        train?: string;
        valid?: string;
    }): Promise<{
        training_file: string;
        validation_file: string;
    }>;
    createJob(change?: JobChange): Promise<Job>;
    job(id: string): Promise<Job>;
    events(id: string): Promise<JobEvent[]>;
    checkpoints(id: string): Promise<Checkpoint[]>;
}
export interface JobChange {
    rows?: {
        train?: string;
        valid?: string;
    };
    grader?: JsonObject;
    responseFormat?: JsonObject;
    hyperparameters?: JsonObject;
    /** Put over the whole body. */
    body?: JsonObject;
}
export declare const exactGrader: JsonObject;
/** The body of a request to create a job; n_epochs, batch_size and the like as given, or auto. */
export declare function jobBody(files: JsonObject, change?: JobChange): JsonObject;
/** Rows that ask for a sum, one a line. */
export declare function sums(count: number, from?: number): string;
/** A running emulator with a data dir of its own; both go when the test is over. */
export declare function testEmulator(options?: Partial<EmulatorOptions>): Promise<TestEmulator>;

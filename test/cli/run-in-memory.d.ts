/** What a command line is given beside its words. */
export interface Surroundings {
    cwd?: string;
    env?: Record<string, string>;
    stdin?: string;
    fetch?: typeof globalThis.fetch;
    signal?: AbortSignal;
    sleep?: (milliseconds: number) => Promise<void>;
    /** Answers to questions; with it the host is a terminal. */
    answer?: string;
    tty?: boolean;
    columns?: number;
}
/** What came of a command line. */
export interface Outcome {
    exitCode: number;
    stdout: string;
    stderr: string;
}
/** Runs one command line in this process, on a host made of memory. */
export declare function run(argv: readonly string[], surroundings?: Surroundings): Promise<Outcome>;
/** A command line and what came of it as one readable text. */
export declare function transcript(argv: readonly string[], { exitCode, stdout, stderr }: Outcome): string;

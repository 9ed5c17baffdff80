import { type ChildProcess } from "node:child_process";
/** The built program; `npm test` builds it first. */
export declare const bin: string;
/** What a run of the built program came to. */
export interface BinResult {
    exitCode: number | null;
    stdout: string;
    stderr: string;
}
export interface BinOptions {
    cwd?: string;
    env?: Record<string, string>;
    /** Told of the process, to send it signals, once it has printed something. */
    onOutput?(child: ChildProcess, stdout: string): void;
}
/** Runs the built program to its end. */
export declare function runBin(argv: readonly string[], options?: BinOptions): Promise<BinResult>;
/** An emulator in a process of its own, and the environment that points commands at it. */
export interface RunningEmulator {
    url: string;
    env: Record<string, string>;
    stop(): Promise<number | null>;
}
/** Starts `rft emulator` on a free port. */
export declare function startEmulatorProcess(dataDir: string, speed: number): Promise<RunningEmulator>;

import { type RuleSet } from "../../src/rules/rule-set.js";
import { type ValidateOptions, type ValidationResult } from "../../src/dataset/validate.js";
import type { DataFile, DataRole } from "../../src/dataset/source.js";
/** Bytes as a stream of buffers; where they are cut is the caller's choice. */
export declare function streamOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Buffer>;
/** A file that comes through the stream handed to the reader. */
export declare function streamed(role?: DataRole): DataFile;
/** Validates bytes that stand in no file. */
export declare function validateBytes(bytes: string | Uint8Array, options?: Partial<ValidateOptions> & {
    role?: DataRole;
    rules?: RuleSet;
}): Promise<ValidationResult>;
/** One row a line. */
export declare function jsonLines(rows: readonly unknown[]): string;

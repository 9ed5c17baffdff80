import { fstatSync, writeSync } from "node:fs";
import type { Output } from "./host.js";

/** An output that also takes bytes. */
interface ByteOutput extends Output {
  write(text: string | Uint8Array): void;
}

/** Bytes that a pipe accepts on every platform without blocking the writer. */
const bytesAtOnce = 16 * 1024;

/**
 * A standard stream that survives the loss of its reader: `rft ... | head -1` closes the pipe early.
 *
 * A short result for a pipe or a file is written by the system call alone: opening `process.stdout` loads `node:net` or
 * `node:tty`, an eighth of `node -e 0`. Longer output, and anything that fails, is left to the stream.
 */
export function openStandardOutput(name: "stdout" | "stderr"): Output {
  const descriptor = name === "stdout" ? 1 : 2;
  const openStream = () => guarded(process[name]);
  if (fstatSync(descriptor).isCharacterDevice()) return openStream();
  return writeDirectly((bytes) => writeSync(descriptor, bytes), openStream);
}

/**
 * Writes the first bytes through `take`, which returns how many it took; once it takes less than all, the rest and
 * everything later go to a stream.
 */
export function writeDirectly(take: (bytes: Uint8Array) => number, openStream: () => ByteOutput): Output {
  let stream: ByteOutput | undefined;
  let left = bytesAtOnce;
  /** How many bytes were taken. A failure is ignored here: the stream meets it again and reports it. */
  const takeSome = (bytes: Uint8Array): number => {
    try {
      return take(bytes);
    } catch {
      return 0;
    }
  };
  return {
    write(text) {
      if (stream) {
        stream.write(text);
        return;
      }
      const bytes = Buffer.from(text);
      const taken = bytes.length <= left ? takeSome(bytes) : 0;
      left -= taken;
      if (taken === bytes.length) return;
      stream = openStream();
      stream.write(bytes.subarray(taken));
    },
    isTTY: false,
    columns: undefined,
    get closed() {
      return stream?.closed ?? false;
    },
    async drained() {
      await stream?.drained();
    },
  };
}

function guarded(stream: NodeJS.WriteStream): ByteOutput {
  let closed = false;
  let goOn: (() => void) | undefined;
  stream.on("drain", () => goOn?.());
  stream.on("error", (error: NodeJS.ErrnoException) => {
    closed = true;
    goOn?.();
    if (error.code === "EPIPE") return;
    // The disk is full, say: the result is lost, and the exit code must not claim it was written.
    process.exitCode = 2;
    if (stream !== process.stderr) process.stderr.write(`error: cannot write the result: ${error.message}\n`);
  });
  return {
    write: (text) => {
      if (!closed) stream.write(text);
    },
    isTTY: stream.isTTY ?? false,
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY && stream.rows > 0 ? stream.rows : undefined;
    },
    get closed() {
      return closed;
    },
    async drained() {
      if (closed || !stream.writableNeedDrain) return;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
  };
}

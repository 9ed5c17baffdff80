import { fstatSync, writeSync } from "node:fs";
import type { Output } from "./host.js";

/** An output that takes the bytes of a text, too. */
interface ByteOutput extends Output {
  write(text: string | Uint8Array): void;
}

/** Bytes that a pipe takes everywhere without making its writer wait for the reader. */
const bytesAtOnce = 16 * 1024;

/**
 * A standard stream that outlives its reader: `rft ... | head -1` closes the pipe early.
 *
 * A result that is short and goes to a pipe or a file is written by the system call alone: to open `process.stdout`
 * loads `node:net` or `node:tty`, an eighth of `node -e 0`. Whatever is more, or fails, is left to the stream.
 */
export function openStandardOutput(name: "stdout" | "stderr"): Output {
  const descriptor = name === "stdout" ? 1 : 2;
  const openStream = () => guarded(process[name]);
  if (fstatSync(descriptor).isCharacterDevice()) return openStream();
  return writeDirectly((bytes) => writeSync(descriptor, bytes), openStream);
}

/**
 * Writes the first bytes of what is written by a function that gives how many bytes it has taken, and all that it does
 * not take, and whatever comes later, to a stream.
 */
export function writeDirectly(take: (bytes: Uint8Array) => number, openStream: () => ByteOutput): Output {
  let stream: ByteOutput | undefined;
  let left = bytesAtOnce;
  /** How many of the bytes were taken. That it failed is the stream's to find out, and to report, as it meets it again. */
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
    // A full disk: the result is lost, and the exit code must not say that it was written.
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

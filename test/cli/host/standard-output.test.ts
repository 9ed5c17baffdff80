import { describe, expect, test } from "vitest";
import { writeDirectly } from "#cli/host/standard-output.js";

/** An output that keeps what it is given, and says how it was asked. */
function recordStream() {
  const parts: Buffer[] = [];
  const state = { opened: 0, waits: 0, closed: false };
  const open = () => {
    state.opened++;
    return {
      write: (text: string | Uint8Array) => void parts.push(Buffer.from(text as string)),
      isTTY: false,
      columns: undefined,
      get closed() {
        return state.closed;
      },
      drained: async () => void state.waits++,
    };
  };
  return { state, open, text: () => Buffer.concat(parts).toString() };
}

/** Takes bytes until `most` are there; then it fails as a full pipe that does not block, and as one without a reader. */
function recordPipe(most: number, code = "EAGAIN") {
  const parts: Uint8Array[] = [];
  let left = most;
  const take = (bytes: Uint8Array) => {
    if (left === 0) throw Object.assign(new Error(code), { code });
    const some = Uint8Array.from(bytes.subarray(0, left));
    parts.push(some);
    left -= some.length;
    return some.length;
  };
  return { take, text: () => Buffer.concat(parts).toString() };
}

describe("writeDirectly", () => {
  test("a short result opens no stream", async () => {
    const [pipe, stream] = [recordPipe(1_000_000), recordStream()];
    const output = writeDirectly(pipe.take, stream.open);
    output.write("grüße ");
    output.write("alle\n");
    await output.drained();
    expect(pipe.text()).toBe("grüße alle\n");
    expect(output.closed).toBe(false);
    expect(stream.state).toEqual({ opened: 0, waits: 0, closed: false });
  });

  test("what a pipe does not take goes to the stream, between two bytes of a character, too", () => {
    const [pipe, stream] = [recordPipe(3), recordStream()];
    const output = writeDirectly(pipe.take, stream.open);
    for (const text of ["grüße", " alle", "\n"]) output.write(text);
    expect(pipe.text()).toBe("gr�");
    expect(stream.text()).toBe("�ße alle\n");
    expect(stream.state.opened).toBe(1);
  });

  test.each(["EAGAIN", "EPIPE", "ENOSPC"])("where writing fails by %s, the stream meets it", (code) => {
    const [pipe, stream] = [recordPipe(5, code), recordStream()];
    const output = writeDirectly(pipe.take, stream.open);
    output.write("first");
    output.write("second");
    output.write("third");
    expect([pipe.text(), stream.text()]).toEqual(["first", "secondthird"]);
    stream.state.closed = true;
    expect(output.closed).toBe(true);
  });

  // A write of more than a pipe holds would stop the process, Ctrl-C included, until the reader has read.
  test("no more is written directly than a pipe holds, and nothing after what went to the stream", async () => {
    const [pipe, stream] = [recordPipe(1_000_000), recordStream()];
    const output = writeDirectly(pipe.take, stream.open);
    output.write("a".repeat(10_000));
    output.write("b".repeat(10_000));
    output.write("c");
    await output.drained();
    expect(pipe.text()).toBe("a".repeat(10_000));
    expect(stream.text()).toBe(`${"b".repeat(10_000)}c`);
    expect(stream.state.waits).toBe(1);
  });
});

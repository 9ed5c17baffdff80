import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { RowReference } from "#dataset/row/references.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines, streamed, validateBytes } from "#test/support/bytes.js";

const messages = [{ role: "user", content: "How many legs has an ant?" }];

/** Rows that ask different things, so that none repeats or contradicts another. */
function rows(...fields: readonly object[]): string {
  return jsonLines(
    fields.map((field, index) => ({
      messages: [{ role: "user", content: `How many legs have ${index + 1} ants?` }],
      ...field,
    })),
  );
}

function reference(...path: (string | number)[]): RowReference {
  return { text: `item.${path.join(".")}`, path };
}

/** Code, severity, line and pointer, without the remark on how few the rows are. */
async function findingsOf(text: string, ...references: RowReference[]) {
  const { findings } = await validateBytes(text, { references });
  return findings
    .filter(({ code }) => code !== "too-few-examples")
    .map(({ code, severity, line, pointer }) => [code, severity, line, pointer]);
}

describe("what the grader reads", () => {
  it.each([
    [
      "a missing field",
      rows({ a: "1" }, { b: "2" }),
      [
        ["template-unresolved", "error", 2, "/a"],
        ["field-missing", "warning", 1, "/b"],
      ],
    ],
    [
      "a field missing everywhere",
      rows({}, {}),
      [
        ["template-unresolved", "error", 1, "/a"],
        ["template-unresolved", "error", 2, "/a"],
        ["no-reference-field", "warning", 1, undefined],
        ["no-reference-field", "warning", 2, undefined],
      ],
    ],
    ["a null field", rows({ a: "1" }, { a: null }), [["field-null", "error", 2, "/a"]]],
    ["a field that is null everywhere", rows({ a: null }), [["field-null", "error", 1, "/a"]]],
    [
      "an inherited name",
      rows({ toString: 1 }, { a: "1" }),
      [
        ["template-unresolved", "error", 1, "/a"],
        ["field-missing", "warning", 2, "/toString"],
      ],
    ],
  ])("finds %s once", async (_, text, expected) => {
    const found = await findingsOf(text, reference("a"), reference("a"));
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found).toHaveLength(expected.length);
  });

  it.each([
    ["a missing leaf", { a: { x: 1 } }, [["template-unresolved", "error", 1, "/a/b"]]],
    ["a null on the way", { a: null }, [["template-unresolved", "error", 1, "/a/b"]]],
    ["a null leaf", { a: { b: [null] } }, [["field-null", "error", 1, "/a/b/0"]]],
    ["an index past the end", { a: { b: [] } }, [["template-unresolved", "error", 1, "/a/b/0"]]],
    ["a value", { a: { b: [0] } }, []],
  ])("follows a path to %s", async (_, row, expected) => {
    expect(await findingsOf(rows(row), reference("a", "b", 0))).toEqual(expected);
  });

  it("suggests the field that was meant", async () => {
    const { findings } = await validateBytes(rows({ reference_answer: "6" }), {
      references: [reference("reference_anser")],
    });
    expect(findings.find(({ code }) => code === "template-unresolved")?.help).toContain(
      'Did you mean "reference_answer"?',
    );
  });

  it("says once that a template reads the prompt, and on every row where it cannot", async () => {
    const text = rows({ a: "1" }, { a: "1" });
    expect(await findingsOf(text, reference("messages", 0, "content"))).toEqual([
      ["template-unresolved", "warning", undefined, undefined],
    ]);
    expect(await findingsOf(text, reference("messages", 1, "content"))).toEqual([
      ["template-unresolved", "error", 1, "/messages/1"],
      ["template-unresolved", "error", 2, "/messages/1"],
    ]);
  });

  it("makes a row without a reference an error only where the grader needs one", async () => {
    const severities = async (requireReference: boolean) =>
      (await validateBytes(rows({ tools: [], parallel_tool_calls: true }), { requireReference })).findings
        .filter(({ code }) => code === "no-reference-field")
        .map(({ severity }) => severity);
    expect(await severities(false)).toEqual(["warning"]);
    expect(await severities(true)).toEqual(["error"]);
  });
});

describe("the roles of a row", () => {
  it.each([
    ["a wrong role is not also a missing user", [{ role: "User", content: "x" }], ["role-unknown"]],
    [
      "a system message at the end",
      [...messages, { role: "system", content: "x" }],
      ["system-message", "last-message-not-user"],
    ],
    ["no user at all", [{ role: "assistant", content: "x" }], ["no-user-message"]],
    [
      "null tool_calls",
      [{ role: "assistant", content: null, tool_calls: null }, ...messages],
      ["content-missing"],
    ],
  ])("%s", async (_, list, expected) => {
    const { findings } = await validateBytes(jsonLines([{ messages: list, a: 1 }]));
    expect(findings.map(({ code }) => code).filter((code) => code !== "too-few-examples")).toEqual(expected);
  });
});

describe("content in parts", () => {
  const part = (text: string) => ({ type: "text", text });
  it.each([
    ["one with text among blank ones", [part(" "), part("x")], []],
    ["blank ones only", [part(" "), part("")], ["content-blank"]],
    ["none", [], ["content-missing"]],
  ])("of %s", async (_, content, expected) => {
    const { findings } = await validateBytes(jsonLines([{ messages: [{ role: "user", content }], a: 1 }]));
    expect(findings.map(({ code }) => code).filter((code) => code !== "too-few-examples")).toEqual(expected);
  });
});

describe("a row without messages", () => {
  it.each([
    [{ item: { a: 1 } }, "evals format"],
    [{ prompt: "How many?", a: 1 }, "Turn the prompt into messages"],
    [{ Message: [], a: 1 }, 'Rename "Message" to "messages"'],
    [{ a: 1 }, 'Add "messages"'],
  ])("%j is told: %s", async (row, help) => {
    const { findings } = await validateBytes(jsonLines([row]));
    expect(findings.find(({ code }) => code === "messages-missing")?.help).toContain(help);
  });
});

describe("the list of findings", () => {
  const text = rows(
    ...Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? { a: index } : { b: null, a: index })),
  );

  it.each([
    [undefined, 20],
    [3, 3],
    [1, 1],
    [0, 0],
    [100, 30],
  ])("with at most %s of a code has %s blank lines, and counts all", async (maxFindings, listed) => {
    const { findings, summary } = await validateBytes("\n".repeat(30) + text, { maxFindings });
    const blank = findings.filter(({ code }) => code === "blank-line");
    expect(blank.map(({ line }) => line)).toEqual(Array.from({ length: listed }, (_, index) => index + 1));
    expect(blank.map(({ count }) => count)).toEqual(blank.map((_, index) => (index === listed - 1 ? 30 : 1)));
    const missing = findings.filter(({ code }) => code === "field-missing");
    expect(missing.at(-1)?.count).toBe(listed === 0 ? undefined : 10);
    // 30 blank lines, 10 rows without b; b is null wherever it stands, so no row differs in that.
    expect(summary).toEqual({ errors: 0, warnings: 40, notes: 1 });
  });

  it("is in the order of the lines, facts about the whole file first", async () => {
    const { findings } = await validateBytes(`{"a":1}\n\n${rows({ a: 1 })}x\n`);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([
      ["too-few-examples", undefined],
      ["messages-missing", 1],
      ["blank-line", 2],
      ["invalid-json", 4],
    ]);
  });
});

describe("a table that was named instead of rows", () => {
  it.each([
    ["prompt,answer\nx,1\n", true],
    ['"the prompt";"the answer"\nx;1\n', true],
    ["prompt\tanswer\n", true],
    ['{"messages",[]}\n', false],
    ["some words of prose, and more of them!\n", false],
  ])("%j is told the way out: %s", async (text, isTable) => {
    const { findings } = await validateBytes(text);
    const broken = findings.find(({ code }) => code === "invalid-json");
    expect(broken?.help.includes("rft convert")).toBe(isTable);
  });
});

describe("the number of rows", () => {
  it.each([
    ["training", 0, "empty-file"],
    ["training", 9, "too-few-examples"],
    ["training", 10, "small-data-set"],
    ["training", 99, "small-data-set"],
    ["training", 100, undefined],
    ["validation", 9, "too-few-examples"],
    ["validation", 10, undefined],
    ["validation", 1_000, undefined],
    ["validation", 1_001, "too-many-examples"],
  ] as const)("of a %s file: %s is %s", async (role, count, code) => {
    const text = rows(...Array.from({ length: count }, (_, index) => ({ a: String(index) })));
    const { findings } = await validateBytes(text, { role });
    expect(findings.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code]);
  });

  it("says when and where a limit on rows was last published, and the way past it", async () => {
    const text = rows(...Array.from({ length: 1_001 }, (_, index) => ({ a: String(index) })));
    const [found] = (await validateBytes(text, { role: "validation" })).findings;
    expect(found?.severity).toBe("error");
    expect(found?.message).toBe(
      "the validation file has 1001 rows; the service takes 1000, as last published on 2025-05-11",
    );
    expect(found?.help).toMatch(
      /rft submit --force sends all of them.*test datasets may include up to 1,000/,
    );
  });

  it("counts broken rows: they are there to be mended", async () => {
    const text = rows(...Array.from({ length: 9 }, () => ({ a: "1" })));
    const { findings, files } = await validateBytes(`${text}{\n`);
    expect(findings.map(({ code }) => code)).toEqual(["small-data-set", "invalid-json"]);
    expect(files[0]?.examples).toBe(9);
  });
});

describe("the report of a file", () => {
  it("describes its fields, those of the request left out", async () => {
    const long = "z".repeat(100);
    const fields = [
      { a: "5", b: [1] },
      { a: 5, b: [1] },
      { a: "5", c: long },
      { a: null, c: long },
    ];
    const { files } = await validateBytes(rows(...fields.map((field) => ({ ...field, tools: [] }))));
    expect(files).toEqual([
      {
        path: "rows.jsonl",
        role: "training",
        bytes: rows(...fields.map((field) => ({ ...field, tools: [] }))).length,
        rows: 4,
        examples: 4,
        fields: {
          a: {
            present: 4,
            types: { string: 2, number: 1, null: 1 },
            distinct: 3,
            top: [
              ["5", 2],
              [5, 1],
              [null, 1],
            ],
          },
          b: { present: 2, types: { array: 2 }, distinct: 1, top: [[[1], 2]] },
          c: { present: 2, types: { string: 2 }, distinct: 1, top: [[`${"z".repeat(64)}...`, 2]] },
        },
      },
    ]);
  });

  it("counts what differs only in place, type or depth as different", async () => {
    const values = [
      [1, 2],
      [2, 1],
      [[1], 2],
      ["1", 2],
      [1, 2, null],
      { a: 1 },
      { b: 1 },
      { a: "1" },
      ["ab", "c"],
      ["a", "bc"],
      [1, 2],
    ];
    const { files } = await validateBytes(rows(...values.map((a) => ({ a }))));
    expect(files[0]?.fields["a"]?.distinct).toBe(values.length - 1);
  });

  it("remembers no more than 200,000 values of a file, over all fields", async () => {
    const text = Array.from({ length: 100_001 }, (_, a) => `{"a":${a},"b":"${a}"}\n`).join("");
    const { files } = await validateBytes(text, { maxFindings: 0 });
    const { a, b } = files[0]?.fields ?? {};
    expect([a?.present, a?.distinct, b?.distinct]).toEqual([100_001, 100_000, 100_000]);
  });

  it("hashes the bytes where asked, also of a file that is not text", async () => {
    const path = resolve("fixtures/data/not-text.jsonl");
    const { files } = await validateFiles([{ path, absolutePath: path, role: "training" }], {
      rules: newestRules,
      sha256: true,
    });
    const bytes = readFileSync(path);
    expect(files[0]).toMatchObject({
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
  });

  it("keeps a field named like a part of JavaScript's objects", async () => {
    const { files } = await validateBytes('{"__proto__":{"x":1},"constructor":2}\n');
    expect(Object.keys(files[0]?.fields ?? {})).toEqual(["__proto__", "constructor"]);
  });
});

describe("validateFiles", () => {
  it("throws where the only file cannot be read", async () => {
    const file = {
      path: "gone.jsonl",
      absolutePath: join(import.meta.dirname, "gone.jsonl"),
      role: "training",
    } as const;
    await expect(validateFiles([file], { rules: newestRules })).rejects.toMatchObject({
      code: "input",
      message: "gone.jsonl: no such file",
    });
  });

  it("names a folder for what it is", async () => {
    const file = { path: "here", absolutePath: import.meta.dirname, role: "training" } as const;
    await expect(validateFiles([file], { rules: newestRules })).rejects.toThrow(
      "here: is a folder, not a file",
    );
  });

  it("stops between two chunks when told to", async () => {
    const stop = new AbortController();
    let chunks = 0;
    async function* endless() {
      for (;;) {
        if (++chunks === 3) stop.abort(new Error("stopped"));
        yield Buffer.from(rows({ a: 1 }));
      }
    }
    const options = { rules: newestRules, stdin: endless(), signal: stop.signal };
    await expect(validateFiles([streamed()], options)).rejects.toThrow("stopped");
    expect(chunks).toBe(3);
  });
});

import { describe, expect, test } from "vitest";
import type { JsonObject } from "#json/json-value.js";
import type { EvalOutputItem } from "#service/api.js";
import { printItem, rowKeys } from "#run/evals/row-keys.js";

const ask = (text: string) => [{ role: "user", content: text }];

/** Which outputs share a row: for each run the places of its outputs' rows, in order of first appearance. */
function rowsOf(...runs: JsonObject[][]): number[][] {
  const prints = runs.map((items) =>
    items.map((item, place) =>
      printItem({ id: `o${place}`, results: [], datasource_item: item } satisfies EvalOutputItem),
    ),
  );
  const keys = rowKeys(prints);
  const order = [...new Set(keys.flat())];
  return keys.map((own) => own.map((key) => order.indexOf(key)));
}

describe("the rows of outputs", () => {
  let made = 0;
  /** Two outputs of each of two rows, with what differs in every output. */
  const run = (more: () => JsonObject) =>
    ["A", "A", "B", "B"].map((text) => ({ messages: ask(text), answer: text, ...more() }));

  test.each<[string, () => JsonObject]>([
    ["nothing else", () => ({})],
    ["a trace", () => ({ trace: { spans: [made++] } })],
    ["a conversation's id, by a name never seen", () => ({ conversation: `c-${made++}` })],
    ["a time and a trace", () => ({ at: made++, trace: [made++] })],
    ["the answer beside the row", () => ({ sample: { output_text: `${made++}` } })],
    ["the answer under a flat key", () => ({ "sample.output_text": `${made++ % 3}` })],
  ])("with %s: told by what they share, in every run", (_name, more) => {
    expect(rowsOf(run(more), run(more))).toEqual([
      [0, 0, 1, 1],
      [0, 0, 1, 1],
    ]);
    expect(rowsOf(run(more))).toEqual([[0, 0, 1, 1]]);
  });

  test("with a run's own id in each of its items", () => {
    const of = (id: string) => ["A", "B"].map((text) => ({ messages: ask(text), run: id }));
    expect(rowsOf(of("one"), of("two"))).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("whose keys come in another order are the same rows", () => {
    const [one, other] = [
      { messages: ask("A"), facts: { a: 1, b: { c: [1], d: 2 } } },
      { facts: { b: { d: 2, c: [1] }, a: 1 }, messages: [{ content: "A", role: "user" }] },
    ];
    expect(rowsOf([one], [other])).toEqual([[0], [0]]);
  });

  test("of one prompt with two references are two rows", () => {
    const items = ["x", "y"].map((answer) => ({ messages: ask("A"), answer }));
    expect(rowsOf(items, items)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("in a run that has just begun, and in one that has nothing yet", () => {
    const all = ["A", "B", "C"].map((text) => ({ messages: ask(text), id: text }));
    expect(rowsOf(all, all.slice(1, 2), [])).toEqual([[0, 1, 2], [1], []]);
  });

  test("of runs that share no row stay apart", () => {
    expect(rowsOf([{ messages: ask("A") }], [{ messages: ask("B") }])).toEqual([[0], [1]]);
  });

  test("without their row are told by the service's number", () => {
    const prints = [3, 4, 3].map((id) => printItem({ id: "o", results: [], datasource_item_id: id }));
    const [keys = []] = rowKeys([prints]);
    expect([keys[0] === keys[2], keys[0] === keys[1]]).toEqual([true, false]);
  });
});

import type { ChalkInstance } from "chalk";
import { wrap } from "#words/wrap.js";

/** A page's blocks: its paragraphs, headings, quotations, lists and fenced code, as they are written. */
function blocksOf(page: string): string[] {
  return page.match(/^```[\s\S]*?^```$|^(?!```)\S.*(?:\n(?!```)\S.*)*/gm) ?? [];
}

/** A title's underscores; those inside a name are part of it. */
const emphasis = /(?<=^|\s)_(.+?)_(?=[\s,.;:)]|$)/gs;

function reportBlock(block: string, width: number, style: ChalkInstance): string {
  if (block.startsWith("```")) {
    const code = block.split("\n").slice(1, -1);
    return code.map((line) => (line === "" ? "\n" : `    ${style.cyan(line)}\n`)).join("");
  }
  if (block.startsWith("#")) return `${style.bold(block.replace(/^#+ /, ""))}\n`;
  if (block.startsWith("> ")) return wrap(block.replaceAll(/^> ?/gm, ""), width, "  | ");
  // Lines of lists and tables belong where they are.
  return /^(?:[-|*]|\d+\.) /.test(block) ? `${block}\n` : wrap(block.replaceAll(emphasis, "$1"), width);
}

/** A finding's page for a terminal: headings in bold, paragraphs broken at the width, code as it is. */
export function reportPage(page: string, width: number, style: ChalkInstance): string {
  return blocksOf(page)
    .map((block) => reportBlock(block, width, style))
    .join("\n");
}

/** The first sentence of a page's definition. */
export function summarizePage(page: string): string {
  const definition = page.split(/^## Definition\n+/m)[1]?.split("\n\n")[0] ?? "";
  return /^.*?[.](?=\s|$)/.exec(definition.replaceAll("\n", " "))?.[0] ?? definition.trim();
}

/** All codes, each with the first sentence of its definition. */
export function reportPageList(
  pages: readonly { code: string; summary: string }[],
  width: number,
  style: ChalkInstance,
): string {
  const entries = pages.map(({ code, summary }) => `${style.bold(code)}\n${wrap(summary, width, "    ")}`);
  return `${entries.join("")}\nThe whole page of one:  rft explain <code>\n`;
}

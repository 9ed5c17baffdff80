import type { ChalkInstance } from "chalk";
import { wrap } from "#words/wrap.js";

/** A page's blocks in source form: paragraphs, headings, quotations, lists and fenced code. */
function blocksOf(page: string): string[] {
  return page.match(/^```[\s\S]*?^```$|^(?!```)\S.*(?:\n(?!```)\S.*)*/gm) ?? [];
}

/** Underscores around emphasized text; those inside a name are part of the name. */
const emphasis = /(?<=^|\s)_(.+?)_(?=[\s,.;:)]|$)/gs;

function reportBlock(block: string, width: number, style: ChalkInstance): string {
  if (block.startsWith("```")) {
    const code = block.split("\n").slice(1, -1);
    return code.map((line) => (line === "" ? "\n" : `    ${style.cyan(line)}\n`)).join("");
  }
  if (block.startsWith("#")) return `${style.bold(block.replace(/^#+ /, ""))}\n`;
  if (block.startsWith("> ")) return wrap(block.replaceAll(/^> ?/gm, ""), width, "  | ");
  // Lists and tables keep their line breaks.
  return /^(?:[-|*]|\d+\.) /.test(block) ? `${block}\n` : wrap(block.replaceAll(emphasis, "$1"), width);
}

/** A finding's page for a terminal: headings in bold, paragraphs wrapped to the width, code unchanged. */
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

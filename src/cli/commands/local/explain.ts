import { closestName } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import { sicknesses, sicknessOf } from "#run/sickness/sickness.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportPage, reportPageList, summarizePage } from "#report/text/report-page.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { findingPages } from "#cli/host/finding-pages.js";

/** Longer lines are hard to read, however wide the terminal is. */
const widest = 100;

function widthOf({ stdout }: Context): number {
  return Math.min(stdout.columns ?? 80, widest);
}

function listPages(context: Context): string {
  const pages = [...findingPages].map(([code, page]) => ({ code, summary: summarizePage(page) }));
  return context.json
    ? jsonDocument("explain", { data: pages })
    : reportPageList(pages, widthOf(context), context.style);
}

function showPage(context: Context, code: string): string {
  const text = findingPages.get(code);
  if (text === undefined) {
    const near = closestName(code, [...findingPages.keys(), ...sicknesses.flat()]);
    throw new RftError("usage", `no finding has the code "${code}"`, {
      hint: near ? `Did you mean "${sicknessOf(near) ?? near}"?` : "rft explain lists all codes.",
    });
  }
  return context.json
    ? jsonDocument("explain", { data: { code, text } })
    : reportPage(text, widthOf(context), context.style);
}

/** `rft explain [code]` */
export const run = defineCommand("explain", async (context, [code]) => {
  context.stdout.write(code === undefined ? listPages(context) : showPage(context, code));
  return ExitCode.ok;
});

import { printable } from "#words/printable.js";

/** Text that is HTML already. */
export interface Markup {
  readonly html: string;
}

/** What may stand in a template: text is escaped, nothing is left out, lists are joined. */
export type Content = Markup | string | number | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it may stand in an element or in a quoted attribute; control characters are shown as escapes. */
function escapeHtml(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function write(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return "html" in content ? content.html : content.map(write).join("");
}

/**
 * HTML with values put in, each escaped unless it is HTML itself: nothing from outside becomes an element. The tag is not called
 * `html`: prettier would lay such templates out anew, and change what a policy's hash was made of.
 */
export function markup(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { html: texts.map((text, index) => text + write(values[index])).join("") };
}

/** What the build has made: put in as it is. */
export function trusted(html: string): Markup {
  return { html };
}

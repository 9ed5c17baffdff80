import { printable } from "#words/printable.js";

/** Text that is already HTML. */
export interface Markup {
  readonly html: string;
}

/** What a template takes: text is escaped, `undefined` becomes empty, lists are joined. */
export type Content = Markup | string | number | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for an element or a quoted attribute; control characters become visible escapes. */
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
 * HTML with interpolated values, each escaped unless it is markup, so that nothing from outside becomes an element.
 * Not called `html`: prettier would reformat such templates, and change what the policy's hashes were made from.
 */
export function markup(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { html: texts.map((text, index) => text + write(values[index])).join("") };
}

/** Marks the build's own output as HTML, to be inserted unescaped. */
export function trusted(html: string): Markup {
  return { html };
}

import { type Content, type Markup, markup } from "./markup.js";

/** Text with backquoted words as code. */
function inline(text: string): Content {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part));
}

function block(text: string): Markup {
  if (text.startsWith("```")) return markup`<pre>${text.split("\n").slice(1, -1).join("\n")}</pre>`;
  if (text.startsWith("#")) return markup`<h3>${inline(text.replace(/^#+ /, ""))}</h3>`;
  if (/^[-*] /.test(text))
    return markup`<ul>${text.split(/\n(?=[-*] )/).map((item) => markup`<li>${inline(item.slice(2))}</li>`)}</ul>`;
  return markup`<p>${inline(text.replaceAll(/^> ?/gm, "").replaceAll("\n", " "))}</p>`;
}

/** A finding's page without its title: paragraphs, headings, lists and code. */
export function pageMarkup(page: string): Markup {
  const blocks = page.match(/^```[\s\S]*?^```$|^(?!```)\S.*(?:\n(?!```)\S.*)*/gm) ?? [];
  return markup`${blocks.filter((text) => !text.startsWith("# ")).map(block)}`;
}

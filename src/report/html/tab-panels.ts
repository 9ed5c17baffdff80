import { type Markup, markup } from "./markup.js";

/** One tab and what it shows. */
export interface TabPanel {
  /** Unique among a run's tabs; letters only. */
  id: string;
  name: string;
  content: Markup;
}

/**
 * Tabs, the first one selected. The tab list is hidden and every panel shown until the report's code turns them into
 * tabs: without that code, and on paper, the panels follow one another.
 */
export function tabPanels(panels: readonly TabPanel[], idPrefix: string): Markup {
  const tab = ({ id, name }: TabPanel, index: number) =>
    markup`<button type="button" role="tab" id="${idPrefix}tab-${id}" aria-controls="${idPrefix}panel-${id}" aria-selected="${String(index === 0)}">${name}</button>`;
  const panel = ({ id, content }: TabPanel) =>
    markup`<div role="tabpanel" id="${idPrefix}panel-${id}" aria-labelledby="${idPrefix}tab-${id}">${content}</div>
`;
  return markup`<div class="tabs" role="tablist" aria-label="What to look at" hidden>${panels.map(tab)}</div>
${panels.map(panel)}`;
}

import { keyTarget } from "./key-target.js";

function panelOf(tab: HTMLElement): HTMLElement | null {
  return document.getElementById(tab.getAttribute("aria-controls") ?? "");
}

function select(tabs: readonly HTMLElement[], chosen: HTMLElement): void {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    const panel = panelOf(tab);
    if (panel) panel.hidden = !isChosen;
  }
}

/**
 * Turns a list whose panels are all open, as they stay where no code runs, into tabs. The keyboard follows the ARIA
 * Authoring Practices (W3C, "Tabs", 2023): arrow keys, Home and End select, Tab goes into the panel.
 */
export function openTabs(list: HTMLElement): void {
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const [first] = tabs;
  if (!first) return;
  for (const tab of tabs) tab.addEventListener("click", () => select(tabs, tab));
  list.addEventListener("keydown", (event) => {
    const index = tabs.findIndex((tab) => tab === document.activeElement);
    const place = keyTarget(event.key, index, tabs.length);
    // Wraps around at both ends.
    const next = place === undefined ? undefined : tabs.at(place % tabs.length);
    if (!next) return;
    select(tabs, next);
    next.focus();
    event.preventDefault();
  });
  // A link may lead into a panel that is not selected.
  const follow = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const tab = tabs.find((one) => place && panelOf(one)?.contains(place));
    if (!tab) return;
    select(tabs, tab);
    place?.scrollIntoView();
  };
  select(tabs, first);
  list.hidden = false;
  addEventListener("hashchange", follow);
  follow();
}

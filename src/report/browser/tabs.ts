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
 * Makes tabs of a list whose panels all stand open, as they stay where no code runs. By keyboard as the ARIA
 * Authoring Practices have it (W3C, "Tabs", 2023): arrow keys, Home and End choose, Tab goes into the panel.
 */
export function openTabs(list: HTMLElement): void {
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const [first] = tabs;
  if (!first) return;
  for (const tab of tabs) tab.addEventListener("click", () => select(tabs, tab));
  list.addEventListener("keydown", (event) => {
    const index = tabs.findIndex((tab) => tab === document.activeElement);
    const place = keyTarget(event.key, index, tabs.length);
    // From the last tab on to the first, and back.
    const next = place === undefined ? undefined : tabs.at(place % tabs.length);
    if (!next) return;
    select(tabs, next);
    next.focus();
    event.preventDefault();
  });
  // A link may lead into a panel that is not chosen.
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

/** What the browser keeps between visits: tabs, history, the theme, the sizes of the panes, and whether a plan is shown. */
import { createLocalStorage } from "@graphiql/toolkit";
import type { Storage } from "@graphiql/toolkit";

// GraphiQL gives the panel beside the editor a third of the page, which is more than the examples need.
const PANEL_SIZE = { key: "graphiql:docExplorerFlex", value: "0.26" };

/** Under a name of our own: other projects tried out on the same local port keep their tabs under GraphiQL's. */
function openStorage(): Storage {
  const storage = createLocalStorage({ namespace: "ipt-graph" });
  if (storage.getItem(PANEL_SIZE.key) === null) storage.setItem(PANEL_SIZE.key, PANEL_SIZE.value);
  return storage;
}

export const STORAGE = openStorage();

/** The page: a header of ours above GraphiQL, with our panels in it. */
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { useState, type ReactElement } from "react";
import { OwnersContext } from "./departments";
import { EDITOR_THEMES } from "./editor/themes";
import { chooseDefault } from "./examples";
import { createExamplesPlugin } from "./examples-panel";
import { askGraph } from "./fetcher";
import type { Example, Owners } from "./house";
import mark from "./mark.svg";
import { findAskedExample, Opening } from "./opening";
import { PlanPanel } from "./plan/panel";
import { PlanSwitch } from "./plan/switch";
import { STORAGE } from "./storage";

function Header(): ReactElement {
  return (
    <header className="page-header">
      <a className="brand" href="/">
        <img src={mark} alt="" width="26" height="26" />
        <strong>IPT Graph</strong>
      </a>
      <span className="department">Industry, Procurement and Knowledge Transfer</span>
      <nav>
        <a href="/">What is loaded</a>
      </nav>
    </header>
  );
}

export function Explorer({ examples, owners }: { examples: Example[]; owners: Owners }): ReactElement {
  const [panel] = useState(() => createExamplesPlugin(examples));
  const [plugins] = useState(() => [panel, HISTORY_PLUGIN]);
  const [first] = useState(() => findAskedExample(examples) ?? chooseDefault(examples));
  return (
    <OwnersContext value={owners}>
      <Header />
      <GraphiQL
        fetcher={askGraph}
        storage={STORAGE}
        plugins={plugins}
        visiblePlugin={panel}
        defaultQuery={first?.query}
        editorTheme={EDITOR_THEMES}
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo> </GraphiQL.Logo>
        <GraphiQL.Toolbar>
          {({ prettify, merge, copy }) => (
            <>
              {prettify}
              {merge}
              {copy}
              <PlanSwitch />
            </>
          )}
        </GraphiQL.Toolbar>
        <GraphiQL.Footer>
          <PlanPanel />
        </GraphiQL.Footer>
        <Opening examples={examples} />
      </GraphiQL>
    </OwnersContext>
  );
}

/** The page: a header of ours above GraphiQL. */
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { useState, type ReactElement } from "react";
import { EDITOR_THEMES } from "./editor/themes";
import { chooseDefaultQuery, type Example } from "./examples";
import { createExamplesPlugin } from "./examples-panel";
import { askGraph } from "./fetcher";
import mark from "./mark.svg";
import { openStorage } from "./storage";

const STORAGE = openStorage();

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

export function Explorer({ examples }: { examples: Example[] }): ReactElement {
  const [panel] = useState(() => createExamplesPlugin(examples));
  const [plugins] = useState(() => [panel, HISTORY_PLUGIN]);
  return (
    <>
      <Header />
      <GraphiQL
        fetcher={askGraph}
        storage={STORAGE}
        plugins={plugins}
        visiblePlugin={panel}
        defaultQuery={chooseDefaultQuery(examples)}
        editorTheme={EDITOR_THEMES}
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo> </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

/** GraphiQL's documentation, below a line that says which department owns what is shown. */
import { DOC_EXPLORER_PLUGIN, DocExplorer, useDocExplorer } from "@graphiql/plugin-doc-explorer";
import { useGraphiQL } from "@graphiql/react";
import { useContext, type ReactElement } from "react";
import { OwnersContext, useColour, useTitle } from "../departments";
import { findOwner } from "./owner";

function Owner({ name }: { name: string }): ReactElement {
  const colour = useColour(name);
  const title = useTitle(name);
  return <p className={`owner ${colour}`}>Owned by {title}</p>;
}

function OwnedDocs(): ReactElement {
  const shown = useDocExplorer().at(-1)?.def;
  const schema = useGraphiQL((state) => state.schema);
  const owners = useContext(OwnersContext);
  const owner = shown && schema ? findOwner(owners, schema, shown) : undefined;
  return (
    <>
      {owner ? <Owner name={owner} /> : null}
      <DocExplorer />
    </>
  );
}

/** GraphiQL keeps the state of the documentation for its own plugin alone, so that one gets our content. */
export function tellOwners(): void {
  DOC_EXPLORER_PLUGIN.content = OwnedDocs;
}

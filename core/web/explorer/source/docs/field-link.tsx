/** Takes the place of GraphiQL's link to a field: it also says which department adds the field to another's type. */
import { useDocExplorerActions, type DocExplorerFieldDef } from "@graphiql/plugin-doc-explorer";
import { useGraphiQL } from "@graphiql/react";
import { useContext, type ReactElement } from "react";
import { DepartmentBadge, OwnersContext } from "../departments";
import { findContributor } from "./owner";

export function FieldLink({ field }: { field: DocExplorerFieldDef }): ReactElement {
  const { push } = useDocExplorerActions();
  const owners = useContext(OwnersContext);
  const schema = useGraphiQL((state) => state.schema);
  const contributor = schema ? findContributor(owners, schema, field) : undefined;
  return (
    <>
      <a
        className="graphiql-doc-explorer-field-name"
        href="#"
        onClick={(event) => {
          event.preventDefault();
          push({ name: field.name, def: field });
        }}
      >
        {field.name}
      </a>
      {contributor ? <DepartmentBadge name={contributor} /> : null}
    </>
  );
}

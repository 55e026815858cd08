/** The button that asks for the plan, and remembers it. */
import { ToolbarButton, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { getOperationAST, OperationTypeNode } from "graphql";
import type { ReactElement } from "react";
import { usePlan } from "./state";

/** Whether what is in the editor only reads, so that it can be run without being asked to. */
function useIsQuery(): boolean {
  return useGraphiQL(({ documentAST, operationName }) => {
    const operation = documentAST && getOperationAST(documentAST, operationName);
    return operation?.operation === OperationTypeNode.QUERY;
  });
}

export function PlanSwitch(): ReactElement {
  const { isAsked, toggle } = usePlan();
  const { run } = useGraphiQLActions();
  const isQuery = useIsQuery();
  const change = (): void => {
    toggle();
    if (!isAsked && isQuery) run();
  };
  return (
    <ToolbarButton label={isAsked ? "Hide the plan" : "Show the plan"} aria-pressed={isAsked} onClick={change}>
      <svg
        className="graphiql-toolbar-icon"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M4 4v13a2 2 0 0 0 2 2h3M4 11h5" />
        <path d="M12 4h8M12 11h5M12 19h8" strokeWidth="3" />
      </svg>
    </ToolbarButton>
  );
}

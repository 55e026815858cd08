/** The button that asks for the plan, and remembers it. */
import { ToolbarButton } from "@graphiql/react";
import type { ReactElement } from "react";
import { usePlan } from "./state";

export function PlanSwitch(): ReactElement {
  const { isAsked, toggle } = usePlan();
  return (
    <ToolbarButton label={isAsked ? "Hide the plan" : "Show the plan"} aria-pressed={isAsked} onClick={toggle}>
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

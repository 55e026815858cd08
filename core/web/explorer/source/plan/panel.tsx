/** The plan below the answer: what each department's statements took, and each statement where it belongs. */
import { useGraphiQL } from "@graphiql/react";
import { useMemo, type ReactElement } from "react";
import { DepartmentBadge, useColour } from "../departments";
import { placeStatements, type PlacedStatement } from "./levels";
import { usePlan, type Cost, type Told } from "./state";

const count = (number: number, thing: string): string => `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
const show = (milliseconds: number): string => `${milliseconds.toFixed(2)} ms`;

function Bar({ share }: { share: number }): ReactElement {
  return (
    <span className="plan-bar">
      <span style={{ width: `${Math.max(share * 100, 1)}%` }} />
    </span>
  );
}

interface StatementProps {
  statement: PlacedStatement;
  share: number;
  isAgain: boolean;
}

function StatementItem({ statement, share, isAgain }: StatementProps): ReactElement {
  const colour = useColour(statement.department);
  return (
    <li className={isAgain ? `${colour} again` : colour} aria-level={statement.level + 1}>
      <details>
        <summary>
          <span className="plan-field" style={{ paddingInlineStart: statement.level * 18 }}>
            {statement.field}
          </span>
          <DepartmentBadge name={statement.department} />
          <span className="plan-number">{count(statement.rows, "row")}</span>
          <span className="plan-number">{show(statement.milliseconds)}</span>
          <Bar share={share} />
        </summary>
        <pre>{statement.sql}</pre>
      </details>
    </li>
  );
}

function DepartmentCost({ name, cost, share }: { name: string; cost: Cost; share: number }): ReactElement {
  const colour = useColour(name);
  return (
    <li className={colour}>
      <DepartmentBadge name={name} />
      <span className="plan-number">{count(cost.statements, "statement")}</span>
      <span className="plan-number">{count(cost.rows, "row")}</span>
      <span className="plan-number">{show(cost.milliseconds)}</span>
      <Bar share={share} />
    </li>
  );
}

function Plan({ told: { query, operationName, statements, cost } }: { told: Told }): ReactElement {
  const schema = useGraphiQL((state) => state.schema);
  const placed = useMemo(
    () => (schema ? placeStatements(schema, query, operationName, statements) : []),
    [schema, query, operationName, statements],
  );
  const slowest = Math.max(...statements.map((each) => each.milliseconds), 0.001);
  const dearest = Math.max(...Object.values(cost).map((each) => each.milliseconds), 0.001);
  return (
    <>
      <h2>Plan of {operationName ?? "the operation"}</h2>
      <ul className="plan-cost" aria-label="By department">
        {Object.entries(cost).map(([name, each]) => (
          <DepartmentCost key={name} name={name} cost={each} share={each.milliseconds / dearest} />
        ))}
      </ul>
      <p>{count(statements.length, "statement")}, however many rows there are. Open one for its SQL.</p>
      <ol className="plan-statements" aria-label="By level">
        {placed.map((each, at) => (
          <StatementItem
            key={at}
            statement={each}
            share={each.milliseconds / slowest}
            isAgain={placed[at - 1]?.field === each.field}
          />
        ))}
      </ol>
    </>
  );
}

export function PlanPanel(): ReactElement | null {
  const { isAsked, told } = usePlan();
  if (!isAsked) return null;
  return (
    <section className="plan" aria-label="Plan">
      {told ? <Plan told={told} /> : <p>Run an operation to see its plan.</p>}
    </section>
  );
}

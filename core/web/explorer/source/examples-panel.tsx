/** The panel beside the editor: the examples of each department. */
import { useGraphiQL } from "@graphiql/react";
import type { GraphiQLPlugin } from "@graphiql/react";
import type { ReactElement } from "react";
import { useColour, useTitle } from "./departments";
import { addressOf, groupByDepartment, useIsReady, useOpenExample, type ExampleGroup } from "./examples";
import type { Example } from "./house";

function ExamplesIcon(): ReactElement {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" aria-hidden="true">
      <path d="M9 5h12M9 12h12M9 19h12" />
      <path d="m3 3.4 2.8 1.6L3 6.6zM3 10.4 5.8 12 3 13.6zM3 17.4 5.8 19 3 20.6z" fill="currentColor" strokeLinejoin="round" />
    </svg>
  );
}

function ExampleItem({ example }: { example: Example }): ReactElement {
  const open = useOpenExample();
  const isReady = useIsReady();
  const isShown = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query === example.query);
  const show = (): void => {
    history.replaceState(null, "", addressOf(example));
    open(example);
  };
  return (
    <li>
      <button type="button" className="example" aria-current={isShown} disabled={!isReady} onClick={show}>
        {example.title}
        <code>
          {example.kind} {example.operation}
        </code>
      </button>
    </li>
  );
}

function Department({ department, examples }: ExampleGroup): ReactElement {
  const colour = useColour(department);
  const title = useTitle(department);
  return (
    <details className={colour} open>
      <summary>{title}</summary>
      <ul>
        {examples.map((example) => (
          <ExampleItem key={example.name} example={example} />
        ))}
      </ul>
    </details>
  );
}

function ExamplesPanel({ examples }: { examples: Example[] }): ReactElement {
  const hint = examples.length ? "Each opens in a tab of its own and runs." : "The server offers none.";
  return (
    <div className="examples">
      <h2>Examples</h2>
      <p>{hint}</p>
      {groupByDepartment(examples).map((group) => (
        <Department key={group.department} {...group} />
      ))}
    </div>
  );
}

export function createExamplesPlugin(examples: Example[]): GraphiQLPlugin {
  return { title: "Examples", icon: ExamplesIcon, content: () => <ExamplesPanel examples={examples} /> };
}

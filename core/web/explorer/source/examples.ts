/** The examples as a tree, and how one of them is found and opened. */
import { parse, type OperationDefinitionNode } from "graphql";
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { Example } from "./house";

export interface ExampleGroup {
  department: string;
  examples: Example[];
}

/** Groups keep the order in which the server names their departments first. */
export function groupByDepartment(examples: Example[]): ExampleGroup[] {
  const departments = [...new Set(examples.map((example) => example.department))];
  return departments.map((department) => ({
    department,
    examples: examples.filter((example) => example.department === department),
  }));
}

export function chooseDefault(examples: Example[]): Example | undefined {
  return examples.find((example) => example.default) ?? examples[0];
}

export const addressOf = (example: Example): string => `#example=${example.department}/${example.name}`;

/** Whether the editors are there, which are loaded after the page. */
export function useIsReady(): boolean {
  return useGraphiQL((state) => Boolean(state.queryEditor && state.responseEditor));
}

/** Opens an example in a tab of its own, or in the one that has it already, and runs it if it only reads. */
export function useOpenExample(): (example: Example) => void {
  const { addTab, changeTab, updateActiveTabValues, setOperationFacts, run, stop } = useGraphiQLActions();
  const editor = useGraphiQL((state) => state.queryEditor);
  const tabs = useGraphiQL((state) => state.tabs);
  return ({ query, kind, operation }) => {
    // What is still followed would write into the tab that is opened now.
    stop();
    const open = tabs.findIndex((tab) => tab.query === query);
    if (open < 0) addTab();
    else changeTab(open);
    updateActiveTabValues({ query, operationName: operation });
    editor?.setValue(query);
    editor?.focus();
    // GraphiQL reads the operation's name from the text a moment later, which is too late to run it now.
    const documentAST = parse(query);
    const operations = documentAST.definitions.filter((each): each is OperationDefinitionNode => "operation" in each);
    setOperationFacts({ documentAST, operationName: operation, operations });
    if (kind === "query") run();
  };
}

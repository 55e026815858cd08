/** Opens what the address asks for: `#example=department/name` runs an example, `#type=Name` shows what a type is. */
import { DOC_EXPLORER_PLUGIN, useDocExplorerActions } from "@graphiql/plugin-doc-explorer";
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect, useState } from "react";
import { useIsReady, useOpenExample } from "./examples";
import type { Example } from "./house";

const readAddress = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

export function findAskedExample(examples: Example[]): Example | undefined {
  const asked = readAddress().get("example");
  return examples.find(({ department, name }) => `${department}/${name}` === asked);
}

/** The address, which changes when somebody follows a link to this very page. */
function useAddress(): string {
  const [address, setAddress] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setAddress(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return address;
}

export function Opening({ examples }: { examples: Example[] }): null {
  const address = useAddress();
  const open = useOpenExample();
  const { setVisiblePlugin } = useGraphiQLActions();
  const { reset, push } = useDocExplorerActions();
  const isReady = useIsReady();
  const schema = useGraphiQL((state) => state.schema);

  useEffect(() => {
    const example = findAskedExample(examples);
    if (isReady && example) open(example);
  }, [address, isReady]);

  useEffect(() => {
    const type = schema?.getType(readAddress().get("type") ?? "");
    if (!type) return;
    setVisiblePlugin(DOC_EXPLORER_PLUGIN);
    reset();
    push({ name: type.name, def: type });
  }, [address, schema]);

  return null;
}

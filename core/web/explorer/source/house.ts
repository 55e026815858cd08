/** What the server tells about its departments: their examples, and what each of them owns. */

async function load<Told>(address: string, otherwise: Told): Promise<Told> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return (await response.json()) as Told;
  } catch (fault) {
    // The explorer works without, so a server that cannot tell only leaves a line in the console.
    console.error(`Nothing from ${address}:`, fault);
    return otherwise;
  }
}

export interface Example {
  department: string;
  name: string;
  title: string;
  kind: string;
  operation: string;
  query: string;
  default: boolean;
}

export interface Owners {
  /** The title of each department, in their order. */
  departments: Record<string, string>;
  types: Record<string, string>;
  /** The fields whose owner is not that of their type, as `Type.field`. */
  fields: Record<string, string>;
}

export const loadExamples = (): Promise<Example[]> => load("/explorer/examples.json", []);

export const loadOwners = (): Promise<Owners> =>
  load("/explorer/owners.json", { departments: {}, types: {}, fields: {} });

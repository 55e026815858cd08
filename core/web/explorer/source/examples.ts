/** The example queries that the departments offer, as the server lists them. */

export interface Example {
  department: string;
  name: string;
  title: string;
  query: string;
  default?: boolean;
}

export interface ExampleGroup {
  department: string;
  examples: Example[];
}

const ADDRESS = "/explorer/examples.json";

/** The explorer works without examples, so a server that cannot list them only leaves a line in the console. */
export async function loadExamples(): Promise<Example[]> {
  try {
    const response = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return (await response.json()) as Example[];
  } catch (fault) {
    console.error(`No examples from ${ADDRESS}:`, fault);
    return [];
  }
}

export function chooseDefaultQuery(examples: Example[]): string | undefined {
  return (examples.find((example) => example.default) ?? examples[0])?.query;
}

/** Groups keep the order in which the server names their departments first. */
export function groupByDepartment(examples: Example[]): ExampleGroup[] {
  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const known = groups.get(example.department);
    if (known) known.push(example);
    else groups.set(example.department, [example]);
  }
  return [...groups].map(([department, members]) => ({ department, examples: members }));
}

const ACRONYMS = new Map([["eu", "EU"]]);

/** `eu_support` reads "EU support"; examples of no single department stand under "Across departments". */
export function titleDepartment(department: string): string {
  if (!department) return "Across departments";
  const words = department.split("_").map((word) => ACRONYMS.get(word) ?? word);
  const title = words.join(" ");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

// Pages through Graph.js with Relay's own store: `node run.mjs <address of the graph>` prints what it saw.
import { createRequire } from "node:module";
import relay from "relay-runtime";

const [url] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const compiled = (name) => require(`./__generated__/${name}.graphql.js`);

async function ask({ text }, variables) {
  const body = JSON.stringify({ query: text, variables });
  const headers = { "Content-Type": "application/json", "IPT-Viewer": "role=researcher,person=person-1" };
  return (await fetch(url, { method: "POST", headers, body })).json();
}

const store = new relay.Store(new relay.RecordSource());
const environment = new relay.Environment({ network: relay.Network.create(ask), store });

async function pages(queryName, fragmentName, variables, connectionOf, more, end) {
  const operation = relay.createOperationDescriptor(compiled(queryName), variables);
  environment.retain(operation);
  await relay.fetchQuery(environment, operation.request.node, variables).toPromise();
  const fragment = compiled(fragmentName);
  const read = () => {
    const { data } = environment.lookup(operation.fragment);
    const selector = relay.getSingularSelector(fragment, data.node?.state ?? data);
    return { selector, ...connectionOf(environment.lookup(selector).data) };
  };
  const sizes = [read().edges.length];
  while (read().pageInfo[more]) {
    const { selector, pageInfo } = read();
    const asked = { ...selector.variables, id: variables.id, cursor: pageInfo[end] };
    await relay.fetchQuery(environment, fragment.metadata.refetch.operation, asked).toPromise();
    sizes.push(read().edges.length);
  }
  return { sizes, names: read().edges.map((edge) => edge.node.name) };
}

function commit(disclosure) {
  const variables = { disclosure, connections: [] };
  return new Promise((onCompleted, onError) =>
    relay.commitMutation(environment, { mutation: compiled("GraphDiscloseMutation"), variables, onCompleted, onError }),
  );
}

async function stateWithMostFirms() {
  const query = "{ memberStates(first: 100) { nodes { id organisations { totalCount } } } }";
  const states = (await ask({ text: query })).data.memberStates.nodes;
  return states.sort((one, other) => other.organisations.totalCount - one.organisations.totalCount)[0];
}

const hits = (data) => data.search;
const states = (data) => data.memberStates;
const firms = (data) => data.organisations;
const state = await stateWithMostFirms();

console.log(
  JSON.stringify({
    hits: await pages("GraphHitsQuery", "Graph_hits", { text: "sample", count: 7 }, hits, "hasNextPage", "endCursor"),
    last: await pages("GraphLastQuery", "Graph_last", { count: 10 }, states, "hasPreviousPage", "startCursor"),
    firms: await pages("GraphStateQuery", "Graph_firms", { id: state.id }, firms, "hasNextPage", "endCursor"),
    count: state.organisations.totalCount,
    disclosed: await commit({ name: "Relayed Bolometer" }),
    refused: await commit({ name: "" }),
  }),
);

// Programs with graphql-sse: `node streams.js <program> <address of the graph>` prints what each saw, as JSON.
import { createClient } from "graphql-sse";

const [program, url] = process.argv.slice(2);
const TENDERS = "subscription { tenderChanged { reference title status } }";

function say(line) {
  console.log(JSON.stringify(line));
}

async function all(results) {
  const found = [];
  for await (const result of results) found.push(result);
  return found;
}

const programs = {
  async operations() {
    const stream = createClient({ url, retryAttempts: 0, headers: { "IPT-Viewer": "role=researcher,person=person-1" } });
    const query = "query ($n: Int!) { memberStates(first: $n) { nodes { name } } }";
    const disclose = `mutation { discloseTechnology(disclosure: {name: "Streamed Bolometer"}) { ... on Technology { status } } }`;
    const read = await all(stream.iterate({ query, variables: { n: 2 } }));
    const wrote = await all(stream.iterate({ query: disclose }));
    const faulty = await all(stream.iterate({ query: "{ organisations(first: 101) { totalCount } }" }));
    const refused = await all(stream.iterate({ query: "{ nonsense }" }));
    say({ read, wrote, faulty, refused });
  },

  async follow() {
    const stream = createClient({ url, retryAttempts: 0 });
    for await (const { data } of stream.iterate({ query: TENDERS }, { connected: () => say("connected") })) {
      say(data.tenderChanged);
      break;
    }
  },

  async reconnect() {
    const retry = () => new Promise((go) => setTimeout(go, 200));
    const stream = createClient({ url, retryAttempts: Infinity, retry });
    for await (const { data } of stream.iterate({ query: TENDERS }, { connected: () => say("connected") })) {
      say(data.tenderChanged);
      break;
    }
  },
};

await programs[program]();

// Programs with graphql-ws: `node sockets.js <program> <address of the graph>` prints what each saw, as JSON.
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const [program, address] = process.argv.slice(2);
const url = address.replace("http", "ws");
const TENDERS = "subscription { tenderChanged { reference title status } }";

function client(given) {
  return createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, ...given });
}

async function all(results) {
  const found = [];
  for await (const result of results) found.push(result);
  return found;
}

function say(line) {
  console.log(JSON.stringify(line));
}

// Sends messages, each when the one before was answered (or several at once); gives the code with which the socket closes.
function closing(messages, protocols = "graphql-transport-ws") {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols);
    const next = () => [messages.shift() ?? []].flat().forEach((message) => socket.send(message));
    socket.on("open", next);
    socket.on("message", next);
    socket.on("error", reject);
    socket.on("close", (code, reason) => resolve([code, reason.toString()]));
  });
}

const init = JSON.stringify({ type: "connection_init" });
const subscribe = JSON.stringify({ type: "subscribe", id: "1", payload: { query: TENDERS } });

const programs = {
  async operations() {
    const socket = client({ connectionParams: { "IPT-Viewer": "role=researcher,person=person-1" } });
    const query = "query ($n: Int!) { memberStates(first: $n) { nodes { name } } }";
    const disclose = `mutation { discloseTechnology(disclosure: {name: "Socket Bolometer"}) { ... on Technology { status } } }`;
    const read = await all(socket.iterate({ query, variables: { n: 2 } }));
    const wrote = await all(socket.iterate({ query: disclose }));
    const faulty = await all(socket.iterate({ query: "{ organisations(first: 101) { totalCount } }" }));
    const refused = await all(socket.iterate({ query: "{ nonsense }" })).catch((errors) => errors);
    await socket.dispose();
    say({ read, wrote, faulty, refused });
  },

  async follow() {
    const on = { connected: () => say("connected"), closed: ({ code }) => say(["closed", code]) };
    const socket = client({ lazy: false, on });
    for await (const { data } of socket.iterate({ query: TENDERS })) {
      say(data.tenderChanged);
      break;
    }
    const after = await all(socket.iterate({ query: "{ __typename }" }));
    say(after);
    await socket.dispose();
  },

  async reconnect() {
    const retryWait = () => new Promise((go) => setTimeout(go, 200));
    const on = { connected: () => say("connected") };
    const socket = client({ retryAttempts: Infinity, retryWait, shouldRetry: () => true, on });
    for await (const { data } of socket.iterate({ query: TENDERS })) {
      say(data.tenderChanged);
      break;
    }
    await socket.dispose();
  },

  async violations() {
    say({
      protocol: await closing([init], []),
      noJson: await closing(["{"]),
      unknown: await closing([JSON.stringify({ type: "hello" })]),
      nameless: await closing([init, JSON.stringify({ type: "subscribe", payload: { query: TENDERS } })]),
      unready: await closing([subscribe]),
      twice: await closing([init, init]),
      taken: await closing([init, [subscribe, subscribe]]),
      forbidden: await closing([JSON.stringify({ type: "connection_init", payload: { "IPT-Viewer": "role=king" } })]),
    });
  },
};

await programs[program]();

// Programs with Apollo Client: `node apollo.js <program> <address of the graph>` prints what each saw.
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";
import { createHash } from "node:crypto";
import { firstValueFrom } from "rxjs";
import WebSocket from "ws";

const [program, uri] = process.argv.slice(2);
const requests = [];

const FIRM = gql`
  query Firm($firm: IdentifierInput!) {
    organisation(identifier: $firm) { id label supplier { id label } }
  }
`;
const REGISTER = gql`
  mutation Register($firm: ID!, $categories: [String!]!) {
    registerSupplier(organisation: $firm, categories: $categories) {
      ... on Supplier { id label organisation { id supplier { id } } }
      ... on Refusal { code reasons { code } }
    }
  }
`;
const TENDERS = gql`{ tenders(first: 100) { nodes { id reference title } } }`;
const AURELIA = { firm: { scheme: "SAMPLE", value: "aurelia" } };
const MONTBRILLANT = { firm: { scheme: "SAMPLE", value: "montbrillant" } };

function isSubscription({ operationType }) {
  return operationType === OperationTypeNode.SUBSCRIPTION;
}

async function recorded(address, given) {
  const response = await fetch(address, given);
  requests.push([given.method, response.status]);
  return response;
}

function http(given) {
  return new HttpLink({ uri, fetch: recorded, ...given });
}

async function possibleTypes() {
  const query = "{ __schema { types { name possibleTypes { name } } } }";
  const answer = await fetch(`${uri}?query=${encodeURIComponent(query)}`).then((response) => response.json());
  const abstract = answer.data.__schema.types.filter((type) => type.possibleTypes);
  return Object.fromEntries(abstract.map((type) => [type.name, type.possibleTypes.map((each) => each.name)]));
}

async function client(link = http()) {
  return new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes: await possibleTypes() }) });
}

function told(error) {
  return CombinedGraphQLErrors.is(error) ? error.errors.map((each) => each.extensions.code) : String(error);
}

const programs = {
  async cache() {
    const apollo = await client();
    const { data } = await apollo.query({ query: FIRM, variables: AURELIA });
    await apollo.query({ query: FIRM, variables: AURELIA });
    const id = apollo.cache.identify(data.organisation.supplier);
    const kept = apollo.cache.readFragment({ id, fragment: gql`fragment Label on Searchable { label }` });
    return { id, kept };
  },

  async mutation() {
    const apollo = await client(http({ headers: { "IPT-Viewer": "role=procurement_officer" } }));
    const ask = () => apollo.query({ query: FIRM, variables: MONTBRILLANT }).then(({ data }) => data.organisation);
    const before = await ask();
    const register = (...categories) => apollo.mutate({ mutation: REGISTER, variables: { firm: before.id, categories } });
    const refused = await register("ice cream");
    const registered = await register("cryogenics");
    return { before, refused: refused.data, registered: registered.data, after: await ask() };
  },

  async errors() {
    const apollo = await client();
    const query = gql`{ memberStates { totalCount } node(id: "nobody's") { id } }`;
    const asked = (errorPolicy) => apollo.query({ query, errorPolicy, fetchPolicy: "no-cache" });
    const [none, all, ignore] = [
      await asked("none").catch((error) => ({ thrown: told(error) })),
      await asked("all").then(({ data, error }) => ({ data, codes: told(error) })),
      await asked("ignore").then(({ data, error }) => ({ data, error })),
    ];
    return { none, all, ignore };
  },

  async refused() {
    const apollo = await client();
    return { codes: await apollo.query({ query: gql`{ nothingOfTheKind }` }).catch(told) };
  },

  async get() {
    const apollo = await client(http({ useGETForQueries: true, headers: { "IPT-Viewer": "role=procurement_officer" } }));
    const { data } = await apollo.query({ query: FIRM, variables: AURELIA });
    const variables = { firm: data.organisation.id, categories: ["cryogenics"] };
    const changed = await apollo.mutate({ mutation: REGISTER, variables });
    return { label: data.organisation.label, changed: changed.data.registerSupplier.code };
  },

  async subscription() {
    const socket = createClient({ url: uri.replace("http", "ws"), webSocketImpl: WebSocket });
    const apollo = await client(ApolloLink.split(isSubscription, new GraphQLWsLink(socket), http()));
    const before = await apollo.query({ query: TENDERS });
    const changes = apollo.subscribe({ query: gql`subscription { tenderChanged { id reference title } }` });
    socket.on("connected", () => console.log(JSON.stringify("connected")));
    const { data } = await firstValueFrom(changes);
    const after = apollo.readQuery({ query: TENDERS });
    await socket.dispose();
    return { told: data.tenderChanged, before: before.data.tenders.nodes, after: after.tenders.nodes };
  },

  async persisted() {
    const sha256 = (text) => createHash("sha256").update(text).digest("hex");
    const apollo = await client(new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(http()));
    const asked = () => apollo.query({ query: FIRM, variables: AURELIA, fetchPolicy: "network-only" });
    const [first, second] = [await asked(), await asked()];
    return { labels: [first, second].map(({ data }) => data.organisation.label) };
  },
};

console.log(JSON.stringify({ ...(await programs[program]()), requests }));

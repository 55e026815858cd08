// Programs with Apollo Client, each by its name: `node apollo.js pages <address of the graph>` prints what it saw.
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { createHash } from "node:crypto";

const [name, uri] = process.argv.slice(2);
const requests = [];

async function recorded(address, given) {
  const response = await fetch(address, given);
  requests.push({ method: given.method, status: response.status, asked: given.body ?? new URL(address).search });
  return response;
}

function http(given) {
  return new HttpLink({ uri, fetch: recorded, ...given });
}

async function possibleTypes() {
  const query = "{ __schema { types { kind name possibleTypes { name } } } }";
  const answer = await fetch(`${uri}?query=${encodeURIComponent(query)}`).then((response) => response.json());
  const abstract = answer.data.__schema.types.filter((type) => type.possibleTypes);
  return Object.fromEntries(abstract.map((type) => [type.name, type.possibleTypes.map((each) => each.name)]));
}

async function client(link = http()) {
  const typePolicies = { Query: { fields: { memberStates: relayStylePagination(["where", "orderBy"]) } } };
  return new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes: await possibleTypes(), typePolicies }) });
}

const FIRM = gql`
  query Firm($firm: IdentifierInput!) {
    organisation(identifier: $firm) { id label supplier { id label registeredOn } }
  }
`;
const AURELIA = { firm: { scheme: "SAMPLE", value: "aurelia" } };

const REGISTER = gql`
  mutation Register($firm: ID!, $categories: [String!]!) {
    registerSupplier(organisation: $firm, categories: $categories) {
      ... on Supplier { id label registeredOn organisation { id supplier { id } } }
      ... on Refusal { code reasons { code } }
    }
  }
`;

const programs = {
  async cache() {
    const apollo = await client();
    const first = await apollo.query({ query: FIRM, variables: AURELIA });
    const again = await apollo.query({ query: FIRM, variables: AURELIA });
    const id = apollo.cache.identify(first.data.organisation);
    const kept = apollo.cache.readFragment({ id, fragment: gql`fragment Label on Searchable { id label }` });
    return { first: first.data, again: again.data, id, kept, requests: requests.length };
  },

  async pages() {
    const apollo = await client();
    const query = gql`
      query States($first: Int!, $after: String) {
        memberStates(first: $first, after: $after) {
          edges { cursor node { id name } }
          pageInfo { hasNextPage endCursor startCursor hasPreviousPage }
        }
      }
    `;
    const variables = { first: 10 };
    const seen = apollo.watchQuery({ query, variables });
    seen.subscribe();
    await apollo.query({ query, variables });
    const list = () => apollo.readQuery({ query, variables }).memberStates;
    while (list().pageInfo.hasNextPage) {
      await seen.fetchMore({ variables: { after: list().pageInfo.endCursor } });
    }
    return { names: list().edges.map((edge) => edge.node.name), requests };
  },

  async mutation() {
    const apollo = await client(http({ headers: { "IPT-Viewer": "role=procurement_officer" } }));
    const variables = { firm: { scheme: "SAMPLE", value: "montbrillant" } };
    const before = await apollo.query({ query: FIRM, variables });
    const register = (categories) =>
      apollo.mutate({ mutation: REGISTER, variables: { firm: before.data.organisation.id, categories } });
    const registered = await register(["cryogenics"]);
    const after = await apollo.query({ query: FIRM, variables });
    const refused = await register(["ice cream"]);
    return { before: before.data, after: after.data, registered: registered.data, refused: refused.data, requests };
  },

  async errors() {
    const apollo = await client();
    const query = gql`{ organisations(first: 1) { totalCount } tooLong: search(text: "a", first: 101) { totalCount } }`;
    const told = {};
    for (const errorPolicy of ["none", "all", "ignore"]) {
      const result = await apollo.query({ query, errorPolicy, fetchPolicy: "no-cache" }).catch((error) => ({ thrown: error }));
      const error = result.thrown ?? result.error;
      told[errorPolicy] = {
        thrown: Boolean(result.thrown),
        graphql: CombinedGraphQLErrors.is(error),
        codes: error?.errors.map((each) => each.extensions.code),
        data: result.data,
      };
    }
    return told;
  },

  async invalid() {
    const apollo = await client();
    const thrown = await apollo.query({ query: gql`{ nothingOfTheKind }` }).catch((error) => error);
    return { graphql: CombinedGraphQLErrors.is(thrown), codes: thrown.errors?.map((each) => each.extensions.code), requests, m: thrown.message };
  },

  async get() {
    const apollo = await client(http({ useGETForQueries: true }));
    const told = await apollo.query({ query: FIRM, variables: AURELIA });
    return { data: told.data, requests };
  },

  async persisted() {
    const sha256 = (text) => createHash("sha256").update(text).digest("hex");
    const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
    const apollo = await client(persisted.concat(http()));
    const told = await apollo.query({ query: FIRM, variables: AURELIA, errorPolicy: "all" });
    const again = await apollo.query({ query: FIRM, variables: AURELIA, fetchPolicy: "network-only", errorPolicy: "all" });
    return { data: told.data, error: told.error, again: again.data, requests };
  },
};

console.log(JSON.stringify(await programs[name]()));

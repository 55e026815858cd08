// What Relay asks of a schema: connections forwards and backwards, on the root, on nodes, in unions, and each refetchable.
import { graphql } from "relay-runtime";

graphql`
  query GraphHitsQuery($text: String!, $count: Int!) {
    ...Graph_hits @arguments(text: $text, count: $count)
  }
`;

graphql`
  fragment Graph_hits on Query
  @argumentDefinitions(text: { type: "String!" }, count: { type: "Int!" }, cursor: { type: "String" })
  @refetchable(queryName: "GraphHitsPageQuery") {
    search(text: $text, first: $count, after: $cursor) @connection(key: "Graph_search") {
      edges { node { __typename ...Graph_label @alias } }
    }
  }
`;

graphql`
  fragment Graph_label on Searchable @refetchable(queryName: "GraphLabelQuery") { label }
`;

graphql`
  query GraphStateQuery($id: ID!) {
    node(id: $id) { ...Graph_firms @alias(as: "state") @arguments(count: 1) }
  }
`;

graphql`
  fragment Graph_firms on MemberState
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 5 }
    cursor: { type: "String" }
    where: { type: "OrganisationFilter", defaultValue: { kind: { in: [COMPANY, RESEARCH, HIGHER_EDUCATION, OTHER] } } }
    order: { type: "OrganisationOrder" }
  )
  @refetchable(queryName: "GraphFirmsPageQuery") {
    organisations(first: $count, after: $cursor, where: $where, orderBy: $order)
    @connection(key: "Graph_organisations", filters: ["where", "orderBy"]) {
      edges { node { name supplier { registeredOn } } }
    }
  }
`;

graphql`
  query GraphLastQuery($count: Int!) {
    ...Graph_last @arguments(count: $count)
  }
`;

graphql`
  fragment Graph_last on Query
  @argumentDefinitions(count: { type: "Int" }, cursor: { type: "String" })
  @refetchable(queryName: "GraphLastPageQuery") {
    memberStates(last: $count, before: $cursor) @connection(key: "Graph_memberStates") {
      edges { node { name } }
    }
  }
`;

graphql`
  mutation GraphDiscloseMutation($disclosure: TechnologyDisclosure!, $connections: [ID!]!) {
    discloseTechnology(disclosure: $disclosure)
    @appendNode(connections: $connections, edgeTypeName: "TechnologyEdge") {
      __typename
      ... on Technology { id name }
      ... on Refusal { code reasons { code message } }
    }
  }
`;

/** Asks the API beside this page: for an answer, with its plan when it is wanted, or for a stream of them. */
import type { Fetcher, FetcherOpts, FetcherParams, SyncExecutionResult } from "@graphiql/toolkit";
import { getOperationAST, OperationTypeNode, type ExecutionResult } from "graphql";
import { createClient } from "graphql-sse";
import type { Statement } from "./plan/levels";
import { usePlan, type Cost } from "./plan/state";

const ADDRESS = "/graphql";
const ACCEPTED = "application/graphql-response+json, application/json";
const INTROSPECTION = "IntrospectionQuery";

/** What the server adds to an answer that is asked to explain itself. */
interface Explained {
  plan?: { levels: Statement[] };
  cost?: Record<string, Cost>;
}

export const askGraph: Fetcher = (question, options) =>
  isSubscription(question, options) ? follow(question, options) : ask(question, options);

function isSubscription({ operationName }: FetcherParams, options?: FetcherOpts): boolean {
  const document = options?.documentAST;
  return document !== undefined && getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
}

/** As server-sent events, which carry the headers that the reader gives, as any other request does. */
function follow({ query, operationName, variables }: FetcherParams, options?: FetcherOpts): AsyncIterable<ExecutionResult> {
  const client = createClient({ url: ADDRESS, headers: options?.headers, retryAttempts: 0 });
  const named = operationName ?? undefined;
  return client.iterate({ query, operationName: named, variables: variables as Record<string, unknown> });
}

async function ask(question: FetcherParams, options?: FetcherOpts): Promise<SyncExecutionResult> {
  const wantsPlan = usePlan.getState().isAsked && question.operationName !== INTROSPECTION;
  const response = await fetch(ADDRESS, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: ACCEPTED,
      ...(wantsPlan ? { "IPT-Explain": "plan,cost" } : {}),
      ...options?.headers,
    },
    body: JSON.stringify(question),
  });
  const answer = await readAnswer(response);
  return wantsPlan ? keepPlan(question, answer) : answer;
}

async function readAnswer(response: Response): Promise<SyncExecutionResult> {
  const text = await response.text();
  try {
    return JSON.parse(text) as SyncExecutionResult;
  } catch {
    throw new Error(`${ADDRESS} answered ${response.status} and no JSON: ${text.slice(0, 200)}`);
  }
}

/** The plan is shown beside the answer, so it is taken out of it. */
function keepPlan({ query, operationName }: FetcherParams, answer: SyncExecutionResult): SyncExecutionResult {
  const { extensions, ...shown } = answer as ExecutionResult;
  const { plan, cost, ...others } = (extensions ?? {}) as Explained;
  usePlan.setState({
    told: plan && cost ? { query, operationName: operationName ?? undefined, statements: plan.levels, cost } : null,
  });
  return Object.keys(others).length ? { ...shown, extensions: others } : shown;
}

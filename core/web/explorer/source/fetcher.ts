/** Asks the API beside this page. */
import type { Fetcher, SyncExecutionResult } from "@graphiql/toolkit";

const ADDRESS = "/graphql";
const ACCEPTED = "application/graphql-response+json, application/json";

export const askGraph: Fetcher = async (question, options) => {
  const response = await fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: ACCEPTED, ...options?.headers },
    body: JSON.stringify(question),
  });
  return readAnswer(response);
};

async function readAnswer(response: Response): Promise<SyncExecutionResult> {
  const text = await response.text();
  try {
    return JSON.parse(text) as SyncExecutionResult;
  } catch {
    throw new Error(`${ADDRESS} answered ${response.status} and no JSON: ${text.slice(0, 200)}`);
  }
}

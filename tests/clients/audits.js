// Runs each audit of GraphQL over HTTP against an address, and prints what each found.
import { serverAudits } from "graphql-http";

const [url] = process.argv.slice(2);

const found = [];
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  const { status, reason } = await audit.fn();
  found.push({ id: audit.id, name: audit.name, status, reason });
}
console.log(JSON.stringify(found));

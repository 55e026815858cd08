/** One worker script for every label: the name it is started under says which language it serves. */
import "monaco-editor/esm/vs/language/json/json.worker.js";
import { initialize } from "monaco-editor/esm/vs/editor/editor.worker.js";
import { GraphQLWorker } from "monaco-graphql/esm/GraphQLWorker.js";

// json.worker.js exports nothing: all it does is to claim `onmessage`.
const serveJson = self.onmessage;

const serveByName: Record<string, typeof self.onmessage> = {
  json: serveJson,
  graphql: () => initialize((context, settings) => new GraphQLWorker(context, settings)),
};

self.onmessage = serveByName[self.name] ?? (() => initialize(null));

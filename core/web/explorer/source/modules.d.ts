/** Modules that come without types of their own. */
declare module "monaco-editor/esm/vs/editor/editor.worker.js" {
  type Context = ConstructorParameters<typeof import("monaco-graphql/esm/GraphQLWorker.js").GraphQLWorker>[0];
  type Settings = ConstructorParameters<typeof import("monaco-graphql/esm/GraphQLWorker.js").GraphQLWorker>[1];

  export function initialize(makeWorker: ((context: Context, settings: Settings) => object) | null): void;
}

import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { collectLicences } from "./licences.ts";

const local = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ABSENT = local("source/editor/absent.ts");
const JSONC = local("source/editor/jsonc.ts");

// The end of a module's path, and the module that takes its place.
const REPLACED_IN_PAGE = {
  "monaco-graphql/esm/monaco-editor.js": local("source/editor/monaco.ts"),
  "plugin-doc-explorer/dist/components/field-link.js": local("source/docs/field-link.tsx"),
  "framer-motion/dist/es/index.mjs": local("source/tabs.tsx"),
  "prettier/plugins/babel.js": JSONC,
  "prettier/plugins/estree.mjs": JSONC,
  // GraphiQL imports this plugin under two names, which would ship it twice.
  "prettier/plugins/graphql.js": local("node_modules/prettier/plugins/graphql.mjs"),
  "browser/widget/diffEditor/diffEditorWidget.js": ABSENT,
  "browser/widget/multiDiffEditor/multiDiffEditorWidget.js": ABSENT,
  "colorPicker/browser/colorHoverParticipant.js": ABSENT,
  "common/diff/linesDiffComputers.js": ABSENT,
  "dropOrPasteInto/browser/copyPasteController.js": ABSENT,
  "inlayHints/browser/inlayHintsHover.js": ABSENT,
  "inlineCompletions/browser/hintsWidget/inlineCompletionsHintsWidget.js": ABSENT,
};

// The worker formats nothing: the button on the page does.
const REPLACED_IN_WORKER = {
  "common/diff/linesDiffComputers.js": ABSENT,
  "prettier/standalone.mjs": ABSENT,
  "prettier/plugins/graphql.js": ABSENT,
};

function replaceModules(replaced: Record<string, string>): Plugin {
  const unmatched = new Set(Object.keys(replaced));
  const findEnding = (id = ""): string | undefined => Object.keys(replaced).find((end) => id.endsWith(`/${end}`));
  return {
    name: "replace-modules",
    enforce: "pre",
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const ending = findEnding(found?.id);
      if (ending) unmatched.delete(ending);
      return ending ? replaced[ending] : found;
    },
    generateBundle() {
      if (unmatched.size) this.error(`Nothing imports ${[...unmatched].join(", ")} any more: take it out of vite.config.ts.`);
    },
  };
}

const licences = collectLicences([local("node_modules/@fontsource/fira-code")], "LICENSES.md");

export default defineConfig({
  base: "/explorer/",
  plugins: [replaceModules(REPLACED_IN_PAGE), licences.forPage],
  worker: { format: "es", plugins: () => [replaceModules(REPLACED_IN_WORKER), licences.forWorker] },
  build: {
    outDir: "built",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 3000,
    // React libraries mark their modules "use client", which means nothing here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});

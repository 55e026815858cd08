/** A Prettier plugin for JSON with comments, in place of the JavaScript parser and printer that GraphiQL would load for it. */
import { applyEdits, format } from "jsonc-parser";

interface Formatted {
  text: string;
}

function parse(text: string): Formatted {
  const edits = format(text, undefined, { insertSpaces: true, tabSize: 2 });
  return { text: applyEdits(text, edits) };
}

export const parsers = {
  jsonc: { parse, astFormat: "jsonc", locStart: () => 0, locEnd: (node: Formatted) => node.text.length },
};

export const printers = { jsonc: { print: (path: { node: Formatted }) => path.node.text } };

/** The editor's colours, light and dark. */
import type { editor } from "monaco-editor";

export const EDITOR_THEMES = { light: "ipt-light", dark: "ipt-dark" };

interface Palette {
  accent: string;
  surface: string;
  text: string;
  muted: string;
  field: string;
  keyword: string;
  type: string;
  variable: string;
  string: string;
  number: string;
}

const LIGHT: Palette = {
  accent: "#0033a0",
  surface: "#ffffff",
  text: "#24324a",
  muted: "#6b7789",
  field: "#1f3f77",
  keyword: "#0033a0",
  type: "#0a6b74",
  variable: "#7a3ea8",
  string: "#9a4a00",
  number: "#1c6b3c",
};

const DARK: Palette = {
  accent: "#8ab4ff",
  surface: "#1d2533",
  text: "#d7deea",
  muted: "#8b97ab",
  field: "#b8cdf5",
  keyword: "#8ab4ff",
  type: "#6fd0d6",
  variable: "#c9a4f0",
  string: "#f0b27a",
  number: "#8fd6a4",
};

function describeTokens(palette: Palette): editor.ITokenThemeRule[] {
  const colours: [token: string, colour: string][] = [
    ["", palette.text],
    ["comment", palette.muted],
    ["key.identifier.gql", palette.field],
    ["keyword.gql", palette.keyword],
    ["type.identifier.gql", palette.type],
    ["argument.identifier.gql", palette.variable],
    ["annotation.gql", palette.variable],
    ["string", palette.string],
    ["number", palette.number],
    ["string.key.json", palette.field],
    ["string.value.json", palette.string],
    ["keyword.json", palette.variable],
  ];
  return colours.map(([token, colour]) => ({ token, foreground: colour.slice(1) }));
}

function describeSurfaces(palette: Palette): editor.IColors {
  const faint = `${palette.accent}1f`;
  return {
    "editor.background": "#ffffff00",
    "editor.foreground": palette.text,
    "editorLineNumber.foreground": `${palette.muted}b0`,
    "editorIndentGuide.background1": `${palette.muted}2e`,
    "editorIndentGuide.activeBackground1": `${palette.muted}80`,
    "editorHoverWidget.background": palette.surface,
    "editorSuggestWidget.background": palette.surface,
    "editorSuggestWidget.selectedBackground": faint,
    "editorSuggestWidget.selectedForeground": palette.accent,
    "editorWidget.background": palette.surface,
    "editorWidget.resizeBorder": palette.accent,
    "editorLink.activeForeground": palette.accent,
    "textLink.foreground": palette.accent,
    "textLink.activeForeground": palette.accent,
    "list.hoverBackground": faint,
    "list.highlightForeground": palette.accent,
    "list.focusHighlightForeground": palette.accent,
    "menu.background": palette.surface,
    "menu.selectionBackground": faint,
    "menu.selectionForeground": palette.accent,
    "quickInput.background": palette.surface,
    "quickInputList.focusBackground": faint,
    "quickInputList.focusForeground": palette.text,
    "pickerGroup.foreground": palette.accent,
    "toolbar.hoverBackground": faint,
    "editorBracketHighlight.foreground1": palette.muted,
    "editorBracketHighlight.foreground2": palette.muted,
    "editorBracketHighlight.foreground3": palette.muted,
    "scrollbar.shadow": "#ffffff00",
    focusBorder: palette.accent,
  };
}

function describeTheme(base: editor.BuiltinTheme, palette: Palette): editor.IStandaloneThemeData {
  return { base, inherit: true, rules: describeTokens(palette), colors: describeSurfaces(palette) };
}

export function defineThemes(api: typeof editor): void {
  api.defineTheme(EDITOR_THEMES.light, describeTheme("vs", LIGHT));
  api.defineTheme(EDITOR_THEMES.dark, describeTheme("vs-dark", DARK));
}

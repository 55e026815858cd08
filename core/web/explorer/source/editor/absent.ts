/** Stands in for the parts of Monaco that GraphiQL imports and never opens. */
export class ColorHoverParticipant {}
export class DiffEditorWidget {}
export class InlayHintsHover {}
export class InlineSuggestionHintsContentWidget {}
export class MultiDiffEditorWidget {}

export const CopyPasteController = { get: () => null };
export const linesDiffComputers = {};

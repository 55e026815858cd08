/** Tells Monaco where its workers are: one script of ours, on our own host. */
import type { Environment } from "monaco-editor";
import LanguageWorker from "./language.worker?worker";

const environment: Environment = { getWorker: (_id, label) => new LanguageWorker({ name: label }) };

Object.assign(globalThis, { MonacoEnvironment: environment });

/** Collects the licence of every package whose code is in the build, the worker's included. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

type OutputBundle = Rolldown.OutputBundle;

interface PackageFacts {
  name: string;
  version: string;
  license: string;
}

const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(licen[cs]e|ofl|thirdpartynotices)(\.|-|$)/i;

function readTexts(folder: string): string {
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort();
  return files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
}

function describeFolder(folder: string): { heading: string; text: string } {
  const facts = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageFacts;
  return { heading: `${facts.name} ${facts.version} (${facts.license})`, text: readTexts(folder) };
}

function groupByText(folders: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  const packages = [...folders].map(describeFolder).sort((a, b) => (a.heading < b.heading ? -1 : 1));
  for (const { heading, text } of packages) groups.set(text, [...(groups.get(text) ?? []), heading]);
  return groups;
}

function writeDocument(folders: Iterable<string>): string {
  const parts = [...groupByText(folders)].map(
    ([text, headings]) => `${headings.map((heading) => `## ${heading}`).join("\n")}\n\n${text || "(no text of its own)"}\n`,
  );
  return ["# Licences of the packages in this build\n", ...parts].join("\n");
}

/** One collector serves both builds, which vite gives plugins of their own: the worker is built first. */
export function collectLicences(alsoShipped: string[], fileName: string): { forWorker: Plugin; forPage: Plugin } {
  const folders = new Set(alsoShipped);
  const note = (moduleId: string): void => {
    const folder = PACKAGE_FOLDER.exec(moduleId.replaceAll("\\", "/"))?.[0];
    if (folder && existsSync(join(folder, "package.json"))) folders.add(folder);
  };
  const noteBundle = (bundle: OutputBundle): void => {
    for (const part of Object.values(bundle)) if (part.type === "chunk") part.moduleIds.forEach(note);
  };
  return {
    forWorker: { name: "note-licences", generateBundle: (_options, bundle) => noteBundle(bundle) },
    forPage: {
      name: "write-licences",
      generateBundle(_options, bundle) {
        noteBundle(bundle);
        this.emitFile({ type: "asset", fileName, source: writeDocument(folders) });
      },
    },
  };
}

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { notebookHost } from "../session/notebook-host.ts";

/** What `import * as tslab from "tslab"` gives in a cell: the interface of tslab 1.0.22, shown by this kernel. */

interface Versions {
  tslab: string;
  typescript: string;
  node: string;
}

/** The version strings of tslab's interface, of the TypeScript in use, and of Node. */
export const versions: Versions = {
  tslab: "1.0.22",
  typescript: typescriptVersion(),
  node: process.version,
};

export interface Display {
  javascript(s: string): void;
  html(s: string): void;
  markdown(s: string): void;
  latex(s: string): void;
  svg(s: string): void;
  png(b: Uint8Array): void;
  jpeg(b: Uint8Array): void;
  gif(b: Uint8Array): void;
  pdf(b: Uint8Array): void;
  text(s: string): void;
  raw(contentType: string, b: string | Uint8Array): unknown;
}

/**
 * Returns a new `Display` that displays and overwrites a single display entry.
 *
 * @example
 * import * as tslab from "tslab";
 * const place = tslab.newDisplay();
 * place.text("first");
 * place.html("<b>second</b>");
 */
export function newDisplay(): Display {
  return createDisplay(randomUUID());
}

/** Shows rich content in the notebook. */
export const display: Display = createDisplay(undefined);

function createDisplay(id: string | undefined): Display {
  let isShown = false;
  const raw = (contentType: string, content: string | Uint8Array): void => {
    notebookHost().showData({ [contentType]: content }, id, isShown);
    isShown = id !== undefined;
  };
  return {
    raw,
    javascript: (s) => raw("text/javascript", s),
    html: (s) => raw("text/html", s),
    markdown: (s) => raw("text/markdown", s),
    latex: (s) => raw("text/latex", s),
    svg: (s) => raw("image/svg+xml", s),
    png: (b) => raw("image/png", b),
    jpeg: (b) => raw("image/jpeg", b),
    gif: (b) => raw("image/gif", b),
    pdf: (b) => raw("application/pdf", b),
    text: (s) => raw("text/plain", s),
  };
}

function typescriptVersion(): string {
  const manifest = createRequire(import.meta.url)("typescript/package.json") as { version: string };
  return manifest.version;
}

/** What the kernel offers to `notebook.ts`; found through a global symbol, so that a second copy of it works too. */

import type { Comm, CommOpenHandler, CommOptions, InputOptions } from "../notebook.ts";
import type { PageLanguage } from "../page-language.ts";
import type { Activity } from "./activity.ts";
import type { Transcript } from "./transcript.ts";

export interface NotebookHost {
  display(value: unknown, id: string): void;
  updateDisplay(value: unknown, id: string): void;
  /** One MIME bundle as it is, under an id that later calls replace. */
  showData(data: Record<string, unknown>, id: string | undefined, isUpdate: boolean): void;
  clearOutput(wait: boolean): void;
  input(prompt: string, options: InputOptions): Promise<string>;
  openComm(target: string, data: unknown, options: CommOptions): Comm;
  onCommOpen(target: string, handler: CommOpenHandler): void;
  signal(): AbortSignal | undefined;
  readonly activity: Activity;
  readonly transcript: Transcript;
  /** Number of the execution that gave a top-level name its value. */
  madeIn(name: string): number | undefined;
  /** Of the page that asked something last; English where none did. */
  language(): PageLanguage;
}

const HOST = Symbol.for("genobook.notebook-host");

export function setNotebookHost(host: NotebookHost | undefined): void {
  (globalThis as Record<symbol, unknown>)[HOST] = host;
}

export function notebookHost(): NotebookHost {
  const host = (globalThis as Record<symbol, unknown>)[HOST] as NotebookHost | undefined;
  if (!host) {
    throw new Error("This function needs a notebook: run the code in a cell of a Genobook kernel.");
  }
  return host;
}

/** Language of the page that shows the notebook; English where there is no notebook, or no page. */
export function languageOfPage(): PageLanguage {
  const host = (globalThis as Record<symbol, unknown>)[HOST] as Partial<NotebookHost> | undefined;
  return host?.language?.() ?? "en";
}

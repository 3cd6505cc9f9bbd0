/** Messages between kernel and extension, defined once: the kernel sends them, the extension imports the types. */

import type { PageLanguage } from "./page-language.ts";
import type { CatalogueRequests } from "./requests/catalogues/catalogue-messages.ts";
import type { DocumentRequests } from "./requests/document/document-messages.ts";
import type { FileRequests } from "./requests/files/file-messages.ts";
import type { PlotRequests } from "./requests/plots/plot-messages.ts";
import type { RegistryRequests } from "./requests/registry/registry-messages.ts";
import type { DatasetRequests } from "./requests/session/dataset-messages.ts";
import type { SessionRequests } from "./requests/session/session-messages.ts";
import type { TeachingRequests } from "./teaching/teaching-messages.ts";

export { pageLanguage, type PageLanguage } from "./page-language.ts";
export type * from "./requests/catalogues/catalogue-messages.ts";
export type * from "./requests/document/document-messages.ts";
export type * from "./requests/files/file-messages.ts";
export * from "./requests/plots/plot-messages.ts";
export type * from "./requests/registry/registry-messages.ts";
export type * from "./requests/session/dataset-messages.ts";
export type * from "./requests/session/session-messages.ts";
export type * from "./teaching/teaching-messages.ts";

/** Comm target of everything that the extension asks a kernel. */
export const COMM_TARGET = "genobook";

/** What the page asks a kernel: for each name what goes there and what comes back. Binary parts travel as buffers. */
export interface PageRequests
  extends
    CatalogueRequests,
    DatasetRequests,
    DocumentRequests,
    FileRequests,
    PlotRequests,
    RegistryRequests,
    SessionRequests,
    TeachingRequests {}

export type RequestName = keyof PageRequests;

/** From the page, over a comm of `COMM_TARGET`. */
export type PageMessage =
  | {
      readonly type: "request";
      /** Chosen by the page; the answer carries it back. */
      readonly id: number;
      readonly name: string;
      readonly asks: unknown;
      /** Of the page; English unless given. */
      readonly language?: PageLanguage | undefined;
    }
  | { readonly type: "cancel"; readonly id: number };

/** From the kernel; after `answer` or `refusal` nothing more comes for an id. */
export type KernelMessage =
  | { readonly type: "answer"; readonly id: number; readonly answers: unknown }
  | { readonly type: "refusal"; readonly id: number; readonly error: Refusal }
  /** What would be the answer now; another follows when it has changed, for as long as the request is open. */
  | { readonly type: "update"; readonly id: number; readonly answers: unknown }
  | {
      readonly type: "progress";
      readonly id: number;
      readonly title: string;
      readonly done: number;
      /** Absent while nobody knows. */
      readonly total?: number | undefined;
    };

/** Why a request has no answer: what happened, why, and what to do next. */
export interface Refusal {
  /** `cancelled`, `unknown-request`, `internal`, or the tag of an error of the library. */
  readonly tag: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

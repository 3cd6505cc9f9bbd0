import type { PageRequests, RequestName } from "../messages.ts";
import type { PageLanguage } from "../page-language.ts";

/** Answers of a request that has binary parts: `answers` says what each buffer is. */
export class AnswerWithBuffers<Answers> {
  readonly answers: Answers;
  readonly buffers: readonly ArrayBufferView[];
  constructor(answers: Answers, buffers: readonly ArrayBufferView[]) {
    this.answers = answers;
    this.buffers = buffers;
  }
}

/** What a handler has besides the question. */
export interface RequestContext {
  /** Aborts when the page cancels, closes its comm, or reloads. */
  readonly signal: AbortSignal;
  /** Imports a module as a cell would: the library of the notebook's folder, not a second copy. */
  readonly load: (specifier: string) => Promise<Record<string, unknown>>;
  /** Top-level names of all cells; to be looked at, never changed. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Buffers that came with the request. */
  readonly buffers: readonly Uint8Array[];
  /** Of the page that asks. */
  readonly language: PageLanguage;
  readonly progress: (title: string, done: number, total?: number) => void;
  /** Sends what would be the answer now, for requests that stay open. */
  readonly update: (answers: unknown) => void;
}

export type RequestHandler<Name extends RequestName> = (
  asks: PageRequests[Name]["asks"],
  context: RequestContext,
) =>
  | PageRequests[Name]["answers"]
  | AnswerWithBuffers<PageRequests[Name]["answers"]>
  | Promise<PageRequests[Name]["answers"] | AnswerWithBuffers<PageRequests[Name]["answers"]>>;

/** One handler a request; the compiler says which is missing. */
export type RequestHandlers = { readonly [Name in RequestName]: RequestHandler<Name> };

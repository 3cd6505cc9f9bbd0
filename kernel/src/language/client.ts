import { Worker } from "node:worker_threads";
import type {
  Completeness,
  CompletionResult,
  ConvertedCell,
  Inspection,
  LanguageBackend,
} from "./backend.ts";

type Call<M extends keyof LanguageBackend> = LanguageBackend[M] extends (
  ...args: infer A
) => unknown
  ? { readonly id: number; readonly method: M; readonly args: A }
  : never;

export type LanguageRequest =
  | { readonly id: number; readonly method: "version"; readonly args: [] }
  | Call<"convert">
  | Call<"commit">
  | Call<"complete">
  | Call<"inspect">
  | Call<"isComplete">;

export type LanguageReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

export interface LanguageWorkerData {
  readonly backend: "typescript" | "tslab";
  readonly cwd: string;
  /** Another module to take the backend from; for tests. */
  readonly module?: string | undefined;
}

/** The language service, in its own thread; every call waits its turn there. */
export interface LanguageClient {
  version(): Promise<string>;
  convert(code: string, cell: number): Promise<ConvertedCell>;
  commit(cell: number): Promise<void>;
  complete(code: string, offset: number): Promise<CompletionResult>;
  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<Completeness>;
  close(): Promise<unknown>;
}

/** The language service broke: what the user sees instead of a result. */
class LanguageServiceError extends Error {
  override readonly name = "LanguageServiceError";
}

export function startLanguage(data: LanguageWorkerData): LanguageClient {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: data });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let broken: LanguageServiceError | undefined;

  const fail = (reason: string): void => {
    broken ??= new LanguageServiceError(
      `The TypeScript service has stopped (${reason}). Restart the kernel to go on.`,
    );
    for (const call of waiting.values()) call.reject(broken);
    waiting.clear();
  };
  worker.on("error", (error: Error) => fail(error.message));
  worker.on("exit", (code) => fail(`exit code ${code}`));
  worker.on("message", (reply: LanguageReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("error" in reply) call?.reject(new LanguageServiceError(reply.error));
    else call?.resolve(reply.value);
  });

  const call = <T>(method: LanguageRequest["method"], ...args: unknown[]): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (broken) {
        reject(broken);
        return;
      }
      const id = ++lastId;
      waiting.set(id, { resolve: resolve, reject });
      worker.postMessage({ id, method, args });
    });

  return {
    version: () => call("version"),
    convert: (code, cell) => call("convert", code, cell),
    commit: (cell) => call("commit", cell),
    complete: (code, offset) => call("complete", code, offset),
    inspect: (code, offset, detail) => call("inspect", code, offset, detail),
    isComplete: (code) => call("isComplete", code),
    close: () => worker.terminate(),
  };
}

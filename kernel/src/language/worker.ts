import { parentPort, workerData } from "node:worker_threads";
import type { BackendOptions, LanguageBackend } from "./backend.ts";
import type { LanguageReply, LanguageRequest, LanguageWorkerData } from "./client.ts";

/** Language worker: hosts one backend, answers one request after the other. */

type BackendMaker = (options: BackendOptions) => LanguageBackend | Promise<LanguageBackend>;

interface BackendModule {
  createTypeScriptBackend?: BackendMaker;
  createTslabBackend?: BackendMaker;
}

async function openBackend(data: LanguageWorkerData): Promise<LanguageBackend> {
  const url = new URL(data.module ?? `./${data.backend}/index.js`, import.meta.url).href;
  const module = (await import(url)) as BackendModule;
  const create =
    data.backend === "tslab" ? module.createTslabBackend : module.createTypeScriptBackend;
  if (!create) throw new Error(`${url} has no ${data.backend} backend.`);
  return create({ cwd: data.cwd });
}

function answer(backend: LanguageBackend, request: LanguageRequest): unknown {
  switch (request.method) {
    case "version":
      return backend.version;
    case "convert":
      return backend.convert(...request.args);
    case "commit":
      backend.commit(...request.args);
      return undefined;
    case "complete":
      return backend.complete(...request.args);
    case "inspect":
      return backend.inspect(...request.args);
    case "isComplete":
      return backend.isComplete(...request.args);
  }
}

/** After the first cell, which has called, and so compiled, what cells need. */
const STORE_CODE_MS = 1000;

const port = parentPort!;
const opening = openBackend(workerData as LanguageWorkerData);
opening.catch(() => undefined);

let isScheduled = false;
function scheduleStore(request: LanguageRequest): void {
  if (isScheduled || request.method !== "convert" || request.args[1] === 0) return;
  isScheduled = true;
  setTimeout(() => {
    void import("./typescript-module.ts").then(({ storeCompiledCode }) => storeCompiledCode());
  }, STORE_CODE_MS).unref();
}

port.on("message", (request: LanguageRequest) => {
  void opening
    .then((backend) => answer(backend, request))
    .then(
      (value): LanguageReply => ({ id: request.id, value }),
      (error: unknown): LanguageReply => ({
        id: request.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    .then((reply) => {
      port.postMessage(reply);
      scheduleStore(request);
    });
});

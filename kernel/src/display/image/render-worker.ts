import { parentPort } from "node:worker_threads";
import { drawPng, OutsideDataError } from "./draw-png.ts";
import type { DrawReply, DrawRequest } from "./render-plot.ts";

parentPort?.on("message", ({ id, spec }: DrawRequest) => {
  drawPng(JSON.parse(spec) as object).then(
    ({ png, width, height }) => answer({ id, png, width, height }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      answer({ id, message, reason: error instanceof OutsideDataError ? "outside-data" : "spec" });
    },
  );
});

function answer(reply: DrawReply): void {
  parentPort?.postMessage(reply);
}

import { StringDecoder } from "node:string_decoder";
import type { Outlet } from "./outlet.ts";
import type { Tracker } from "./tracker.ts";

type WriteDone = (error?: Error | null) => void;

/**
 * Sends what user code writes to stdout and stderr to the notebook. Child processes that inherit the streams write to
 * the server's log instead: they have the real file descriptors.
 */
export function captureStreams(outlet: Outlet, tracker: Tracker): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    process[name].write = (
      chunk: Uint8Array | string,
      encoding?: BufferEncoding | WriteDone,
      done?: WriteDone,
    ): boolean => {
      const text =
        typeof chunk !== "string"
          ? decoder.write(Buffer.from(chunk))
          : typeof encoding === "string" && encoding !== "utf8" && encoding !== "utf-8"
            ? Buffer.from(chunk, encoding).toString("utf8")
            : chunk;
      if (text !== "") outlet.stream(tracker.current(), name, text);
      const after = typeof encoding === "function" ? encoding : done;
      if (after) queueMicrotask(() => after());
      return true;
    };
  }
}

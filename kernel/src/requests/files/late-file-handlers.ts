import type { RequestHandler, RequestHandlers } from "../handlers.ts";
import type { FileRequests } from "./file-messages.ts";

type Name = keyof FileRequests;

/** Answers of the viewers' requests, whose code is loaded with the first of them. */
export const lateFileHandlers: Pick<RequestHandlers, Name> = {
  "file.open": late("file.open"),
  "file.whole": late("file.whole"),
  "file.rows": late("file.rows"),
  "file.summary": late("file.summary"),
  "file.region": late("file.region"),
  "file.strip": late("file.strip"),
  "file.matrix": late("file.matrix"),
  "file.check": late("file.check"),
  "file.watch": late("file.watch"),
  "file.close": late("file.close"),
};

function late<N extends Name>(name: N): RequestHandler<N> {
  return async (asks, context) => {
    const { fileHandlers } = await import("./file-handlers.ts");
    return (fileHandlers[name] as RequestHandler<N>)(asks, context);
  };
}

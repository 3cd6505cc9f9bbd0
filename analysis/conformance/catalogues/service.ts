import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as the service saw it. */
export interface Hit {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers a request; the number counts requests of the same path from 1. */
export type Route = (hit: Hit, response: ServerResponse, count: number) => unknown;

export interface LocalService {
  readonly base: string;
  readonly hits: Hit[];
  /** Later routes go before earlier ones; a path, or its beginning with a * at its end. */
  route(path: string, answer: Route): void;
  close(): Promise<void>;
}

/** A service on this machine that answers as it is told; 404 for what it was not told. */
export async function localService(): Promise<LocalService> {
  const routes: [string, Route][] = [];
  const hits: Hit[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const hit: Hit = {
        method: request.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
      };
      hits.push(hit);
      const count = hits.filter(({ path }) => path === hit.path).length;
      const found = routes.findLast(([path]) =>
        path.endsWith("*") ? hit.path.startsWith(path.slice(0, -1)) : hit.path === path,
      );
      if (found) found[1](hit, response, count);
      else sendJson(response, { status: 404, error: "Not Found" }, 404);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    route: (path, answer) => routes.push([path, answer]),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

/** An answer that ends before its content does. */
export function sendTruncated(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": `${text.length}`,
  });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

/** A file with a checksum's worth of headers, in whole or in part as the request asks. */
export function sendFile(
  hit: Hit,
  response: ServerResponse,
  bytes: Buffer,
  {
    etag = '"v1"',
    stopAfter = Infinity,
  }: { readonly etag?: string; readonly stopAfter?: number } = {},
): void {
  const range = /^bytes=(\d+)-$/.exec(hit.headers.range ?? "");
  const isSame = hit.headers["if-range"] === etag;
  const start = range && isSame ? Number(range[1]) : 0;
  const rest = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    etag,
    "content-length": `${rest.length}`,
    ...(start > 0 && { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  if (stopAfter >= rest.length) response.end(rest);
  else response.write(rest.subarray(0, stopAfter), () => setTimeout(() => response.destroy(), 20));
}

/** A recorded answer. */
export function fixture(name: string): unknown {
  return JSON.parse(
    readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"),
  ) as unknown;
}

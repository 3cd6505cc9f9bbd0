// @vitest-environment node
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { httpByteSource } from "./http-byte-source.ts";

const FILE = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
const ranges: string[] = [];
let server: Server;
let address = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const [start, end] = [Number(range?.[1] ?? 0), Number(range?.[2] ?? FILE.length - 1)];
    ranges.push(`${start}-${end}`);
    if (request.url === "/missing") response.writeHead(404).end();
    else if (request.url === "/whole") response.writeHead(200).end(FILE);
    else if (request.url === "/cut") response.writeHead(206).end(FILE.subarray(start, end));
    else if (request.url === "/never") response.writeHead(206).write(FILE.subarray(0, 10));
    else response.writeHead(206).end(FILE.subarray(start, end + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const source = (path: string, signal?: AbortSignal, size = FILE.length) =>
  httpByteSource({
    name: "data/x.bed",
    size,
    url: address + path,
    request: (url, init) => fetch(url, init),
    signal,
  });

test("reads of the head share one request, others ask for their own range", async () => {
  const file = source("/file");
  ranges.length = 0;
  expect(await file.read(0, 3)).toEqual(FILE.slice(0, 3));
  expect(await file.read(100, 1000)).toEqual(FILE.slice(100, 1100));
  expect(await file.read(190_000, 50_000)).toEqual(FILE.slice(190_000));
  expect(ranges).toEqual(["0-65535", "190000-199999"]);
});

test("nothing is asked for beyond the end", async () => {
  ranges.length = 0;
  expect(await source("/file").read(FILE.length, 10)).toEqual(new Uint8Array(0));
  expect(ranges).toEqual([]);
});

test("a server that sends the whole file instead of a part is refused", async () => {
  await expect(source("/whole").read(0, 10)).rejects.toThrow(
    "data/x.bed cannot be read in parts from this server.",
  );
});

test("a whole small file is taken from a server that answers so to its full range", async () => {
  const file = httpByteSource({
    name: "small",
    size: 4,
    url: "",
    request: () => Promise.resolve(new Response("ABCD", { status: 200 })),
  });
  expect(new TextDecoder().decode(await file.read(1, 2))).toBe("BC");
});

test("a missing or shorter file is told in words", async () => {
  await expect(source("/missing").read(0, 10)).rejects.toThrow("data/x.bed is not served");
  await expect(source("/cut").read(0, 10)).rejects.toThrow("data/x.bed changed while it was read");
});

test("reading stops with its signal", async () => {
  const abort = new AbortController();
  const reading = source("/never", abort.signal).read(0, 10);
  setTimeout(() => abort.abort(new Error("no longer wanted")), 20);
  await expect(reading).rejects.toThrow();
  await expect(source("/file", abort.signal).read(0, 10)).rejects.toThrow("no longer wanted");
});

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  localService,
  sendFile,
  type LocalService,
} from "../../../conformance/catalogues/service.ts";
import * as localFile from "../../io/local-file.ts";
import { FormatError } from "../../errors.ts";
import { resetBudgets } from "../network/rate-limit.ts";
import { requests } from "../network/request-log.ts";
import { network } from "../network/settings.ts";
import { checksumList } from "./checksum-list.ts";
import { downloadFile, type DownloadOrder } from "./download-file.ts";

vi.mock("../../io/local-file.ts", async (original) => ({
  ...(await original<typeof localFile>()),
}));

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const md5Of = (bytes: Buffer): string => createHash("md5").update(bytes).digest("hex");

let service: LocalService;
let folder: string;
let order: DownloadOrder;

beforeEach(async () => {
  service = await localService();
  folder = mkdtempSync(join(tmpdir(), "genobook-download-"));
  resetBudgets();
  network({
    on: true,
    bases: { ebiFiles: service.base },
    attempts: 1,
    backOffSeconds: 0.01,
    timeoutSeconds: 5,
  });
  order = {
    ask: { service: "ebiFiles", path: "/pub/study.tsv.gz", subject: "study.tsv.gz", as: "text" },
    path: join(folder, "data", "study.tsv.gz"),
    md5: md5Of(BYTES),
  };
});

afterEach(async () => {
  vi.restoreAllMocks();
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const inFolder = (): string[] => readdirSync(join(folder, "data")).sort();

test("a file arrives whole, checked, under its name only", async () => {
  service.route("/pub/study.tsv.gz", (hit, response) => sendFile(hit, response, BYTES));
  const progress: number[] = [];
  const file = await downloadFile(order, {
    onProgress: ({ done, total }) => progress.push(done / total),
  });
  expect(file).toMatchObject({
    bytes: BYTES.length,
    md5: md5Of(BYTES),
    resumedFrom: 0,
    notices: [],
  });
  expect(readFileSync(file.path).equals(BYTES)).toBe(true);
  expect(inFolder()).toEqual(["study.tsv.gz"]);
  expect(progress.at(-1)).toBe(1);
  expect(requests().row(requests().rowCount - 1)).toMatchObject({
    path: "/pub/study.tsv.gz",
    bytesReceived: BYTES.length,
  });
});

test("a file that is there with the right checksum is not asked for", async () => {
  service.route("/pub/study.tsv.gz", (hit, response) => sendFile(hit, response, BYTES));
  await downloadFile(order);
  network({ on: false });
  expect(await downloadFile(order)).toMatchObject({ resumedFrom: BYTES.length });
  expect(service.hits).toHaveLength(1);
});

describe("an interrupted download", () => {
  test("goes on where it stopped, by range", async () => {
    service.route("/pub/study.tsv.gz", (hit, response, count) =>
      sendFile(hit, response, BYTES, count === 1 ? { stopAfter: 100_000 } : {}),
    );
    await expect(downloadFile(order)).rejects.toMatchObject({ tag: "service-unavailable" });
    expect(inFolder()).toEqual(["study.tsv.gz.part", "study.tsv.gz.part.json"]);
    const file = await downloadFile(order);
    expect(file.resumedFrom).toBe(100_000);
    expect(service.hits[1].headers.range).toBe("bytes=100000-");
    expect(readFileSync(file.path).equals(BYTES)).toBe(true);
    expect(inFolder()).toEqual(["study.tsv.gz"]);
  });

  test("goes on by itself within one call", async () => {
    network({ attempts: 3 });
    service.route("/pub/study.tsv.gz", (hit, response, count) =>
      sendFile(hit, response, BYTES, count < 3 ? { stopAfter: 90_000 } : {}),
    );
    const file = await downloadFile(order);
    expect(service.hits.map(({ headers }) => headers.range)).toEqual([
      undefined,
      "bytes=90000-",
      "bytes=180000-",
    ]);
    expect(readFileSync(file.path).equals(BYTES)).toBe(true);
  });

  test("starts afresh when the server has another file by now", async () => {
    const newer = Buffer.from(BYTES).reverse();
    service.route("/pub/study.tsv.gz", (hit, response, count) =>
      count === 1
        ? sendFile(hit, response, BYTES, { stopAfter: 100_000 })
        : sendFile(hit, response, newer, { etag: '"v2"' }),
    );
    await expect(downloadFile(order)).rejects.toMatchObject({ tag: "service-unavailable" });
    const file = await downloadFile({ ...order, md5: md5Of(newer) });
    expect(file.resumedFrom).toBe(0);
    expect(readFileSync(file.path).equals(newer)).toBe(true);
  });

  test("is not gone on with when the server gives another part than asked", async () => {
    network({ attempts: 2 });
    service.route("/pub/study.tsv.gz", (hit, response, count) => {
      if (count === 1) {
        sendFile(hit, response, BYTES, { stopAfter: 100_000 });
        return;
      }
      if (count > 2) {
        sendFile(hit, response, BYTES);
        return;
      }
      response.writeHead(206, {
        etag: '"v1"',
        "content-range": `bytes 0-99/${BYTES.length}`,
        "content-length": "100",
      });
      return response.end(BYTES.subarray(0, 100));
    });
    await expect(downloadFile(order)).rejects.toMatchObject({ tag: "service-unavailable" });
    const file = await downloadFile(order);
    expect(readFileSync(file.path).equals(BYTES)).toBe(true);
  });

  test("by the user keeps its part for the next time", async () => {
    service.route("/pub/study.tsv.gz", (_, response) => {
      response.writeHead(200, { etag: '"v1"', "content-length": `${BYTES.length}` });
      response.write(BYTES.subarray(0, 50_000));
    });
    const controller = new AbortController();
    const end = downloadFile(order, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(end).rejects.toMatchObject({ tag: "cancelled" });
    expect(inFolder()).toEqual(["study.tsv.gz.part", "study.tsv.gz.part.json"]);
  });
});

test("a file with another checksum is refused, and nothing of it is left", async () => {
  service.route("/pub/study.tsv.gz", (hit, response) => sendFile(hit, response, BYTES));
  const wrong = md5Of(Buffer.from("another"));
  await expect(downloadFile({ ...order, md5: wrong })).rejects.toMatchObject({
    tag: "checksum",
    expected: wrong,
    actual: md5Of(BYTES),
  });
  expect(inFolder()).toEqual([]);
});

test("an older file stays when the new one fails", async () => {
  service.route("/pub/study.tsv.gz", (hit, response) => sendFile(hit, response, BYTES));
  await downloadFile(order);
  writeFileSync(order.path, "my older file");
  await expect(
    downloadFile({ ...order, md5: md5Of(Buffer.from("another")) }),
  ).rejects.toMatchObject({ tag: "checksum" });
  expect(readFileSync(order.path, "utf8")).toBe("my older file");
});

test("a full disk is told, and what arrived waits for the next go", async () => {
  service.route("/pub/study.tsv.gz", (hit, response) => sendFile(hit, response, BYTES));
  const { openGrowingFile } = localFile;
  vi.spyOn(localFile, "openGrowingFile").mockImplementationOnce(async (path, afresh) => {
    const file = await openGrowingFile(path, afresh);
    return {
      ...file,
      size: 0,
      append: () =>
        Promise.reject(
          new FormatError(path, {
            what: `Cannot write ${path}.`,
            why: "ENOSPC: no space left.",
            remedy: "Make room.",
          }),
        ),
    };
  });
  await expect(downloadFile(order)).rejects.toMatchObject({
    tag: "format",
    why: "ENOSPC: no space left.",
  });
  expect(existsSync(order.path)).toBe(false);
  expect(readFileSync((await downloadFile(order)).path).equals(BYTES)).toBe(true);
});

test("with the network off nothing is asked, and the refusal tells what would be", async () => {
  network({ on: false });
  await expect(downloadFile(order)).rejects.toMatchObject({
    tag: "network-off",
    wouldSend: `GET ${service.base}/pub/study.tsv.gz`,
  });
  expect(service.hits).toHaveLength(0);
});

test("lists of checksums in the forms that catalogues have", () => {
  const a = "0123456789abcdef0123456789ABCDEF";
  const list = checksumList(
    `${a}  one.tsv.gz\n${a} *folder/two.tsv.gz\nthree.tsv.gz ${a}\r\nno checksum here\n`,
  );
  expect([...list]).toEqual(
    ["one.tsv.gz", "two.tsv.gz", "three.tsv.gz"].map((name) => [name, a.toLowerCase()]),
  );
});

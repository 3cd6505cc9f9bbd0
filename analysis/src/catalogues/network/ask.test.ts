import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  localService,
  sendJson,
  sendTruncated,
  type LocalService,
} from "../../../conformance/catalogues/service.ts";
import { cached, forget } from "../cache/cached.ts";
import { ask } from "./ask.ts";
import { budget, resetBudgets } from "./rate-limit.ts";
import { requests } from "./request-log.ts";
import type { Ask } from "./request.ts";
import { network } from "./settings.ts";

const GENE: Ask = {
  service: "gwas",
  path: "/gene",
  query: { name: "SORT1" },
  subject: "gene SORT1",
};
const whole = (json: unknown): unknown => json;

let service: LocalService;
let folder: string;

beforeEach(async () => {
  service = await localService();
  folder = mkdtempSync(join(tmpdir(), "genobook-catalogues-"));
  resetBudgets();
  network({
    on: true,
    bases: { gwas: service.base, openGwas: service.base },
    cacheFolder: folder,
    cacheBytes: 1e8,
    freshHours: 24,
    attempts: 4,
    backOffSeconds: 0.01,
    timeoutSeconds: 5,
    longestWaitSeconds: 2,
  });
});

afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

describe("what leaves this machine", () => {
  test("nothing, until the network is on; the refusal tells what would be sent", async () => {
    network({ on: false });
    const before = requests().rowCount;
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag: "network-off",
      wouldSend: `GET ${service.base}/gene?name=SORT1`,
    });
    expect(service.hits).toHaveLength(0);
    expect(requests().rowCount).toBe(before);
  });

  test("is listed, without tokens", async () => {
    service.route("/assoc", (_, response) => sendJson(response, []));
    const body = { id: ["ieu-a-2"], variant: ["rs7412"] };
    const headers = { authorization: "Bearer secret.token.here" };
    await ask(
      { service: "openGwas", path: "/assoc", body, headers, subject: "associations" },
      whole,
    );
    expect(service.hits[0].headers.authorization).toBe("Bearer secret.token.here");
    const log = requests();
    const last = log.row(log.rowCount - 1);
    expect(last).toMatchObject({
      catalogue: "OpenGWAS",
      method: "POST",
      path: "/assoc",
      body: '{"id":["ieu-a-2"],"variant":["rs7412"]}',
      status: 200,
      outcome: "answered",
    });
    expect(JSON.stringify(log.columns)).not.toContain("secret");
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(
      kept.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join(),
    ).not.toContain("secret");
  });

  test("goes to no other host than was said", async () => {
    service.route("/gene", (_, response) => {
      response.writeHead(302, { location: "https://elsewhere.example.org/gene" });
      response.end();
    });
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag: "unexpected-answer",
      what: expect.stringContaining("elsewhere.example.org") as string,
    });
  });

  test("not where the environment forbids it", () => {
    vi.stubEnv("GENOBOOK_NETWORK", "never");
    expect(() => network({ on: true })).toThrow(/cannot be switched on/);
  });

  test("to the addresses that the environment names, if they can be asked", async () => {
    const fresh = async (mirrors: string): Promise<{ readonly bases: object }> => {
      vi.stubEnv("GENOBOOK_MIRRORS", mirrors);
      vi.resetModules();
      return (await import("./settings.ts")).network();
    };
    const { bases } = await fresh(
      "gwas=https://mirror.example.org/v2, pgs=http://127.0.0.1:5/rest",
    );
    expect(bases).toEqual({
      gwas: "https://mirror.example.org/v2",
      pgs: "http://127.0.0.1:5/rest",
    });
    await expect(fresh("gwas=http://mirror.example.org")).rejects.toThrow(/https/);
    await expect(fresh("gwass=https://mirror.example.org")).rejects.toThrow(/no service/);
  });

  test("only to the catalogues it is on for", async () => {
    network({ on: ["pgs"] });
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "network-off" });
  });
});

describe("kept answers", () => {
  test("are used without asking while fresh, with the network off, and say so", async () => {
    service.route("/gene", (_, response) => sendJson(response, { symbol: "SORT1" }));
    const first = await ask(GENE, whole);
    expect(first.source).toMatchObject({
      served: "network",
      url: `${service.base}/gene?name=SORT1`,
    });
    expect(first.source.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await ask(GENE, whole)).source.served).toBe("kept");
    network({ on: false });
    const offline = await ask(GENE, whole);
    expect(offline.value).toEqual({ symbol: "SORT1" });
    expect(offline.source).toMatchObject({
      served: "kept, network off",
      fetched: first.source.fetched,
    });
    expect(offline.notices[0]).toContain(first.source.fetched.slice(0, 10));
    expect(service.hits).toHaveLength(1);
    expect((await cached()).columns.url).toEqual([`${service.base}/gene?name=SORT1`]);
    expect(await forget()).toBe(1);
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "network-off" });
  });

  test("are asked about by ETag and date when they are old, and kept on a 304", async () => {
    const modified = "Tue, 01 Sep 2026 00:00:00 GMT";
    service.route("/gene", (hit, response) => {
      if (
        hit.headers["if-none-match"] === '"v1"' &&
        hit.headers["if-modified-since"] === modified
      ) {
        response.writeHead(304);
        response.end();
      } else
        sendJson(response, { symbol: "SORT1" }, 200, { etag: '"v1"', "last-modified": modified });
    });
    const first = await ask(GENE, whole);
    network({ freshHours: 0 });
    const second = await ask(GENE, whole);
    expect(service.hits).toHaveLength(2);
    expect(second.value).toEqual({ symbol: "SORT1" });
    expect(second.source.fetched).toBe(first.source.fetched);
    expect(requests().row(requests().rowCount - 1)).toMatchObject({
      status: 304,
      outcome: "not changed",
    });
  });

  test("of an older release are asked for anew", async () => {
    service.route("/gene", (_, response, count) => sendJson(response, { count }));
    const release = (date: string) => () => Promise.resolve(date);
    expect((await ask(GENE, whole, { release: release("2026-08-01") })).value).toEqual({
      count: 1,
    });
    expect((await ask(GENE, whole, { release: release("2026-08-01") })).value).toEqual({
      count: 1,
    });
    const anew = await ask(GENE, whole, { release: release("2026-09-01") });
    expect(anew.value).toEqual({ count: 2 });
    expect(anew.source.release).toBe("2026-09-01");
  });

  test("that are damaged are removed and told", async () => {
    service.route("/gene", (_, response, count) => sendJson(response, { count }));
    await ask(GENE, whole);
    const [entry] = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, readFileSync(path, "utf8").replace('"count":1', '"count":7'));
    const again = await ask(GENE, whole);
    expect(again.value).toEqual({ count: 2 });
    expect(again.notices.join()).toContain("damaged");
    writeFileSync(path, "not a kept answer");
    network({ on: false });
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "network-off" });
    expect(existsSync(path)).toBe(false);
  });

  test("make room, oldest first, and leave other files alone", async () => {
    writeFileSync(join(folder, "my-own.json"), "x".repeat(5000));
    service.route("/gene", (hit, response) =>
      sendJson(response, { name: hit.query.get("name"), fill: "x".repeat(2000) }),
    );
    network({ cacheBytes: 6000 });
    for (const name of ["A", "B", "C", "D"]) {
      await ask({ ...GENE, query: { name } }, whole);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    const urls = (await cached()).columns.url;
    expect(urls.map((url) => url.at(-1))).toEqual(["D", "C"]);
    expect(existsSync(join(folder, "my-own.json"))).toBe(true);
  });

  test("stand in for a service that does not answer, and say so", async () => {
    service.route("/gene", (_, response, count) =>
      count === 1
        ? sendJson(response, { symbol: "SORT1" })
        : sendJson(response, { error: "down" }, 503),
    );
    await ask(GENE, whole);
    network({ freshHours: 0 });
    const answer = await ask(GENE, whole);
    expect(answer.source.served).toBe("kept, service does not answer");
    expect(answer.notices.join()).toContain("answered from what was kept on");
    await expect(ask(GENE, whole, { refresh: true })).rejects.toMatchObject({
      tag: "service-unavailable",
    });
  });

  test("answers come also when the disk takes nothing", async () => {
    service.route("/gene", (_, response) => sendJson(response, { symbol: "SORT1" }));
    writeFileSync(join(folder, "blocked"), "");
    network({ cacheFolder: join(folder, "blocked") });
    const answer = await ask(GENE, whole);
    expect(answer.value).toEqual({ symbol: "SORT1" });
    expect(answer.notices.join()).toContain("could not be kept");
  });
});

describe("a service that fails", () => {
  test("with 5xx or a cut answer is asked again", async () => {
    service.route("/gene", (_, response, count) => {
      if (count === 1) sendJson(response, { message: "busy" }, 500);
      else if (count === 2) sendTruncated(response, '{"symbol":"SORT1","more":"is missing"}');
      else sendJson(response, { symbol: "SORT1" });
    });
    expect((await ask(GENE, whole)).value).toEqual({ symbol: "SORT1" });
    expect(service.hits).toHaveLength(3);
  });

  test("for good gives an error with what it said", async () => {
    service.route("/gene", (_, response) =>
      sendJson(response, { message: "database is down" }, 502),
    );
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag: "service-unavailable",
      attempts: 4,
      why: "It answers 502. It says: database is down",
    });
    expect(service.hits).toHaveLength(4);
  });

  test("by cutting every answer is never believed", async () => {
    service.route("/gene", (_, response) => sendTruncated(response, '{"symbol":"SORT1"}'));
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "service-unavailable" });
    expect((await cached()).rowCount).toBe(0);
  });

  test("by cutting an answer whose length it did not tell is asked again", async () => {
    service.route("/gene", (_, response, count) => {
      if (count === 1) {
        response.writeHead(200, { "content-type": "application/json" });
        // A whole value as far as JSON can tell.
        response.write('{"symbol":"SORT"}', () => response.destroy());
      } else sendJson(response, { symbol: "SORT1" });
    });
    expect((await ask(GENE, whole)).value).toEqual({ symbol: "SORT1" });
  });

  test("by silence in the middle of an answer times out", async () => {
    network({ timeoutSeconds: 0.1, attempts: 1 });
    service.route("/gene", (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"symbol":');
    });
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "catalogue-timeout" });
    expect((await cached()).rowCount).toBe(0);
  });

  test("by silence times out", async () => {
    network({ timeoutSeconds: 0.05, attempts: 2 });
    service.route("/gene", () => undefined);
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "catalogue-timeout", attempts: 2 });
  });

  test("by being unreachable says why", async () => {
    await service.close();
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag: "service-unavailable",
      why: expect.stringContaining("ECONNREFUSED") as string,
    });
    service = await localService();
  });

  test("with a web page instead of JSON is told, and nothing is kept", async () => {
    service.route("/gene", (_, response) => response.end("<!DOCTYPE html><title>Login</title>"));
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag: "unexpected-answer",
      why: expect.stringContaining("web page") as string,
    });
    expect((await cached()).rowCount).toBe(0);
  });

  test.each([
    [404, "not-in-catalogue"],
    [410, "not-in-catalogue"],
    [400, "refused-by-catalogue"],
    [401, "refused-by-catalogue"],
  ])("with %i is asked once", async (status, tag) => {
    service.route("/gene", (_, response) => sendJson(response, { message: "no" }, status));
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag,
      remedy: expect.any(String) as string,
    });
    expect(service.hits).toHaveLength(1);
  });
});

describe("limits", () => {
  test("a 429 is waited for as long as it says", async () => {
    service.route("/gene", (_, response, count) =>
      count === 1
        ? sendJson(response, {}, 429, { "retry-after": "1" })
        : sendJson(response, { symbol: "SORT1" }),
    );
    const start = Date.now();
    expect((await ask(GENE, whole)).value).toEqual({ symbol: "SORT1" });
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);
  });

  test("a wait may be told as a date", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    service.route("/gene", (_, response) => sendJson(response, {}, 429, { "retry-after": date }));
    const refused = await ask(GENE, whole).catch((error: unknown) => error);
    expect(refused).toMatchObject({ tag: "rate-limited" });
    const { retryAfterSeconds } = refused as { readonly retryAfterSeconds: number };
    expect(retryAfterSeconds).toBeGreaterThan(3500);
    expect(retryAfterSeconds).toBeLessThanOrEqual(3600);
  });

  test("a longer wait is an error, and nothing is sent meanwhile", async () => {
    service.route("/gene", (_, response) => sendJson(response, {}, 429, { "retry-after": "3600" }));
    await expect(ask(GENE, whole)).rejects.toMatchObject({
      tag: "rate-limited",
      retryAfterSeconds: 3600,
    });
    await expect(ask(GENE, whole)).rejects.toMatchObject({ tag: "rate-limited" });
    expect(service.hits).toHaveLength(1);
  });

  test("OpenGWAS is never asked again after a 429, and its allowance is shown", async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    service.route("/tophits", (_, response) =>
      sendJson(response, {}, 429, {
        "x-allowance-limit": "100000",
        "x-allowance-remaining": "0",
        "x-allowance-reset": reset,
      }),
    );
    const hits: Ask = {
      service: "openGwas",
      path: "/tophits",
      body: { id: ["ieu-a-2"] },
      subject: "top hits",
    };
    await expect(ask(hits, whole)).rejects.toMatchObject({ tag: "rate-limited" });
    await expect(ask(hits, whole)).rejects.toMatchObject({ tag: "rate-limited" });
    expect(service.hits).toHaveLength(1);
    const row = budget()
      .toRows()
      .find(({ service: name }) => name === "OpenGWAS");
    expect(row).toMatchObject({ allowance: 100000, remaining: 0 });
    expect(row?.until).not.toBe("");
  });

  test("no more requests start within a second than the service is meant to get", async () => {
    service.route("/gene", (hit, response) => sendJson(response, hit.query.get("name")));
    const start = Date.now();
    const names = Array.from({ length: 13 }, (_, i) => `G${i}`);
    const values = await Promise.all(names.map((name) => ask({ ...GENE, query: { name } }, whole)));
    expect(values.map(({ value }) => value)).toEqual(names);
    expect(Date.now() - start).toBeGreaterThanOrEqual(950);
  });

  test("equal questions at one time are asked once; one caller's end is not the other's", async () => {
    service.route("/gene", (_, response) =>
      setTimeout(() => sendJson(response, { symbol: "SORT1" }), 60),
    );
    const controller = new AbortController();
    const first = ask(GENE, whole, { signal: controller.signal });
    const second = ask(GENE, whole);
    const ended = expect(first).rejects.toMatchObject({ tag: "cancelled" });
    setTimeout(() => controller.abort(), 20);
    expect((await second).value).toEqual({ symbol: "SORT1" });
    await ended;
    expect(service.hits).toHaveLength(1);
  });

  test("a cancelled call ends at once, also while it waits", async () => {
    service.route("/gene", (_, response) => sendJson(response, {}, 503, { "retry-after": "2" }));
    const signal = AbortSignal.timeout(80);
    await expect(ask(GENE, whole, { signal })).rejects.toMatchObject({ tag: "cancelled" });
    expect(service.hits).toHaveLength(1);
  });
});

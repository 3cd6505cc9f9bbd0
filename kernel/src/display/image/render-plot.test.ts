import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPlotRenderer, PlotImageError, type PlotRendererOptions } from "./render-plot.ts";

const built = new URL("../../../dist/display/image/render-worker.js", import.meta.url);

function thread(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

function renderer(options: PlotRendererOptions): ReturnType<typeof openPlotRenderer> {
  const opened = openPlotRenderer(options);
  onTestFinished(() => opened.close());
  return opened;
}

const listen = (body: string): URL =>
  thread(
    `import { parentPort } from "node:worker_threads"; parentPort.on("message", ({ id, spec }) => { ${body} });`,
  );
const ECHO = "parentPort.postMessage({ id, png: spec, width: 1, height: 1 });";

test("pictures come in the order they were asked for", async () => {
  const { draw } = renderer({ workerUrl: listen(ECHO) });
  const drawn = await Promise.all([draw({ a: 1 }), draw({ a: 2 })]);
  expect(drawn.map(({ png }) => png)).toEqual(['{"a":1}', '{"a":2}']);
});

test("a thread that never answers is ended, and the next picture gets a new one", async () => {
  const stuck = listen(`if (spec.includes("stuck")) for (;;); ${ECHO}`);
  const { draw } = renderer({ workerUrl: stuck, timeoutMs: 500 });
  const late = draw({ spec: "stuck" });
  const next = draw({ spec: "fine" });
  await expect(late).rejects.toMatchObject({ reason: "time-out", name: "PlotImageError" });
  expect((await next).png).toBe('{"spec":"fine"}');
});

test("a thread that dies or throws is reported, and the next picture gets a new one", async () => {
  const fragile = listen(
    `if (spec.includes("exit")) process.exit(3); if (spec.includes("throw")) throw new Error("broken"); ${ECHO}`,
  );
  const { draw } = renderer({ workerUrl: fragile });
  await expect(draw({ spec: "exit" })).rejects.toMatchObject({ reason: "renderer" });
  await expect(draw({ spec: "throw" })).rejects.toThrow(/broken/);
  expect((await draw({})).png).toBe("{}");
});

test("an idle thread ends, and another starts when needed", async () => {
  const naming = thread(
    `import { parentPort, threadId } from "node:worker_threads"; parentPort.on("message", ({ id }) => parentPort.postMessage({ id, png: String(threadId), width: 1, height: 1 }));`,
  );
  const { draw } = renderer({ workerUrl: naming, idleMs: 50 });
  const first = (await draw({})).png;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect((await draw({})).png).not.toBe(first);
});

test("a renderer that was warmed up draws in the thread that has drawn before; a warm one is left alone", async () => {
  const counting = thread(
    `import { parentPort } from "node:worker_threads"; let count = 0; parentPort.on("message", ({ id }) => parentPort.postMessage({ id, png: String(++count), width: 1, height: 1 }));`,
  );
  const { draw, warmUp } = renderer({ workerUrl: counting });
  warmUp();
  expect((await draw({})).png).toBe("2");
  warmUp();
  expect((await draw({})).png).toBe("3");
});

test("a thread that ends while it has nothing to draw is replaced", async () => {
  const leaving = thread(
    `import { parentPort, threadId } from "node:worker_threads"; parentPort.on("message", ({ id }) => { parentPort.postMessage({ id, png: String(threadId), width: 1, height: 1 }); setTimeout(() => process.exit(0), 20); });`,
  );
  const { draw } = renderer({ workerUrl: leaving });
  const first = (await draw({})).png;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect((await draw({})).png).not.toBe(first);
});

test("a spec that is not JSON fails alone", async () => {
  const { draw } = renderer({ workerUrl: listen(ECHO) });
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  await expect(draw(loop)).rejects.toThrow(PlotImageError);
  expect((await draw({})).png).toBe("{}");
});

describe.skipIf(!existsSync(fileURLToPath(built)))("the real thread (needs npm run build)", () => {
  const spec = {
    data: { values: [{ a: 1 }] },
    mark: "point",
    encoding: { x: { field: "a", type: "quantitative" } },
  };

  test("draws, while this thread goes on", async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 5);
    const { png } = await renderer({ workerUrl: built }).draw(spec);
    clearInterval(ticking);
    expect(Buffer.from(png, "base64").subarray(1, 4).toString()).toBe("PNG");
    expect(ticks).toBeGreaterThan(3);
  });

  test("tells apart a bad spec and one that asks for outside data", async () => {
    const { draw } = renderer({ workerUrl: built });
    await expect(draw({ mark: 7 })).rejects.toMatchObject({ reason: "spec" });
    const outside = draw({ ...spec, data: { url: "http://127.0.0.1:9/rows.csv" } });
    await expect(outside).rejects.toMatchObject({ reason: "outside-data" });
    await expect(outside).rejects.toThrow(/127\.0\.0\.1:9/);
  });
});

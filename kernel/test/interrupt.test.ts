import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { field, resultText, streamText } from "../src/client/answers.ts";
import { startKernel } from "../src/client/kernel-client.ts";
import type { KernelClient } from "../src/client/kernel-client.ts";

const LOOPS: Readonly<Record<string, string>> = {
  "synchronous loop": `while (true) {}`,
  "await, then loop": `await 1; while (true) {}`,
  "pending timer": `await new Promise((resolve) => setTimeout(resolve, 60_000));`,
  "pending promise": `await new Promise(() => {});`,
  "microtask loop": `while (true) await 0;`,
  "microtask loop in a function": `async function spin() { while (true) await null; } await spin();`,
  "timer callback that loops": `await new Promise(() => setTimeout(() => { while (true) {} }, 5));`,
  "timers that set timers": `await new Promise(() => { const again = () => { setTimeout(again, 0); }; again(); });`,
  "tick that sets ticks": `await new Promise(() => { const again = () => { process.nextTick(again); }; again(); });`,
  "try/catch/finally loop": `while (true) { try { JSON.parse("{"); } catch {} finally {} }`,
  "swallowing async loop": `while (true) { try { await 0; } catch {} }`,
  "typed-array sort": `{ const values = new Float64Array(3e6); while (true) { for (let i = 0; i < values.length; i++) values[i] = -i; values.sort(); } }`,
  "regex backtracking": `/^(a+)+$/.test("a".repeat(40) + "b");`,
  "Atomics.wait": `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  "JSON loop": `while (true) JSON.parse(JSON.stringify({ a: [1, 2, 3] }));`,
  generator: `function* count() { let i = 0; while (true) yield i++; } for (const i of count()) void i;`,
  "file system promises": `import { readFile } from "node:fs/promises"; while (true) await readFile("package.json");`,
  "zlib callbacks": `import { gzip } from "node:zlib"; await new Promise(() => { const again = () => { gzip(Buffer.alloc(100_000), again); }; again(); });`,
  "worker threads": `import { Worker } from "node:worker_threads"; while (true) await new Promise((resolve) => new Worker("", { eval: true }).on("exit", resolve));`,
  "printing loop": `while (true) console.log("x");`,
};

describe.each([
  { backend: "typescript", rounds: 3 },
  { backend: "tslab", rounds: 1 },
])("on the $backend backend", ({ backend, rounds }) => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel({ env: { GENOBOOK_LANGUAGE: backend } });
  });
  afterAll(() => kernel.close());

  test.each(Object.entries(LOOPS))(
    `an interrupt ends a %s, ${rounds} of ${rounds}`,
    async (_, code) => {
      for (let round = 0; round < rounds; round++) {
        const running = `console.log("running"); ${code}`;
        const id = await kernel.send("shell", "execute_request", { code: running });
        await kernel.waitFor((m) => m.parent === id && m.type === "stream");
        await new Promise((resolve) => setTimeout(resolve, 50 * round));
        await kernel.interrupt();
        const { reply, published } = await kernel.answer(id);
        expect(reply.content["ename"]).toBe("KeyboardInterrupt");
        const error = published.find((m) => m.type === "error");
        expect(field(error?.content, "evalue")).toMatch(/interrupted/);

        const after = await kernel.execute(
          `await new Promise((resolve) => setTimeout(resolve, 2));
         await new Promise((resolve) => process.nextTick(resolve));
         await new Promise((resolve) => setImmediate(resolve));
         ${round} + 1`,
        );
        expect(resultText(after)).toBe(String(round + 1));
      }
    },
  );

  test("an interrupted library call ends by itself, with its clean-up", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: `
      const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
      const library = new AsyncFunction("signal", \`
        try {
          while (!signal.aborted) await new Promise((resolve) => setImmediate(resolve));
        } finally {
          await new Promise((resolve) => setTimeout(resolve, 50));
          console.log("cleaned up");
        }\`);
      console.log("running");
      await library((globalThis as any)[Symbol.for("genobook.task-host")].signal());`,
    });
    await kernel.waitFor((m) => m.parent === id && m.type === "stream");
    await kernel.interrupt();
    const answer = await kernel.answer(id);
    expect(answer.reply.content["ename"]).toBe("KeyboardInterrupt");
    expect(streamText(answer)).toBe("running\ncleaned up\n");
  });
});

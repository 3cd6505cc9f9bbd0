import { spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { resultText, streamText } from "../src/client/answers.ts";
import { startKernel } from "../src/client/kernel-client.ts";
import type { KernelClient, KernelOptions } from "../src/client/kernel-client.ts";
import { kernelArguments, MAIN_FILE } from "../src/kernelspec.ts";

let kernel: KernelClient | undefined;
afterEach(async () => {
  await kernel?.close();
  kernel = undefined;
});

async function start(options?: KernelOptions): Promise<KernelClient> {
  kernel = await startKernel(options);
  return kernel;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("kernel_info is answered before the language service has loaded", async () => {
  const started = await start();
  const { reply } = await started.request("shell", "kernel_info_request", {});
  console.log(`kernel_info_reply ${Math.round(reply.at - started.startedAt)} ms after the start`);
  const cell = await started.execute("1");
  expect(cell.reply.at).toBeGreaterThan(reply.at);
  expect(reply.content["status"]).toBe("ok");
});

/** For NODE_OPTIONS: the main thread gets its code for running cells so much later than the sockets are there. */
function slowSession(ms: number): string {
  const module = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = `export async function load(url, context, next) {
    if (url.endsWith("/session/session.js")) await new Promise((resolve) => setTimeout(resolve, ${ms}));
    return next(url, context);
  }`;
  return `--import=${module(`import { register } from "node:module"; register(${JSON.stringify(module(hooks))});`)}`;
}

test("a cell that comes before the main thread listens runs all the same", async () => {
  const started = await start({ env: { NODE_OPTIONS: slowSession(1500) } });
  await started.request("shell", "kernel_info_request", {});
  const cell = await started.execute("gwas.linear.name");
  expect(cell.reply.content["status"]).toBe("ok");
  expect(resultText(cell)).toBe("'linear'");
  expect(started.log()).toBe("");
});

test.each(["idle", "busy"])("shutdown of an %s kernel replies and exits with 0", async (state) => {
  const started = await start();
  await started.execute("1");
  if (state === "busy") {
    const id = await started.send("shell", "execute_request", {
      code: `console.log(1); while (true) {}`,
    });
    await started.waitFor((m) => m.parent === id && m.type === "stream");
  }
  await started.send("control", "shutdown_request", { restart: false });
  const reply = await started.waitFor((m) => m.type === "shutdown_reply");
  expect(reply.content).toMatchObject({ status: "ok", restart: false });
  expect(await started.exited).toBe(0);
  expect(started.log()).toBe("");
});

test("process.exit() in a cell says what happened and ends the process with that code", async () => {
  const started = await start();
  const id = await started.send("shell", "execute_request", { code: `process.exit(7)` });
  expect(await started.exited).toBe(7);
  expect(started.log()).toBe("");
  const text = await started.waitFor((m) => m.parent === id && m.type === "stream");
  expect(text.content["text"]).toMatch(/process\.exit\(7\) was called/);
});

test("a kernel whose parent died ends by itself", async () => {
  const probe = await startKernel({ attachOnly: true });
  const argv = [...kernelArguments(process.versions.node), MAIN_FILE, probe.connectionFile];
  const launcher = `
    const { spawn } = require("node:child_process");
    const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
    const kernel = spawn(process.execPath, ${JSON.stringify(argv)}, { env, stdio: "ignore" });
    console.log(kernel.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["-e", launcher], { stdio: ["ignore", "pipe", "ignore"] });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  await probe.waitFor((m) => m.type === "iopub_welcome");
  const id = await probe.send("shell", "execute_request", {
    code: `console.log(1); while (true) {}`,
  });
  await probe.waitFor((m) => m.parent === id && m.type === "stream");
  parent.kill("SIGKILL");
  for (let i = 0; i < 300 && isAlive(pid); i++) await pause(100);
  expect(isAlive(pid)).toBe(false);
  await probe.close();
});

test("a kernel that was killed is started again on the same connection", async () => {
  const probe = await startKernel({ attachOnly: true });
  const argv = [...kernelArguments(process.versions.node), MAIN_FILE, probe.connectionFile];
  const values: (string | undefined)[] = [];
  for (const life of [1, 2]) {
    const child = spawn(process.execPath, argv, { stdio: "ignore" });
    const welcomes = (): number => probe.received.filter((m) => m.type === "iopub_welcome").length;
    await probe.waitFor(() => welcomes() >= life);
    values.push(resultText(await probe.execute(`var life = ${life}; life`)));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("exit", resolve));
  }
  expect(values).toEqual(["1", "2"]);
  await probe.close();
});

test("type errors are warnings when the user says so", async () => {
  const started = await start({ env: { GENOBOOK_TYPE_ERRORS: "warn" } });
  const answer = await started.execute(`const size: number = "big" as any as string;\nsize + "!"`);
  expect(resultText(answer)).toBe("'big!'");
  expect(streamText(answer, "stderr")).toMatch(/Cell 1:1:7 - error TS2322/);
  const { reply } = await started.execute(`const = 1`);
  expect(reply.content["ename"]).toBe("SyntaxError");
});

test("an interrupt while the cell is still being checked stops it", async () => {
  const started = await start();
  const id = await started.send("shell", "execute_request", { code: `var ran = true; ran` });
  await started.interrupt();
  const { reply } = await started.answer(id);
  expect(reply.content["ename"]).toBe("KeyboardInterrupt");
  expect(resultText(await started.execute(`(globalThis as any).ran ?? "fresh"`))).toBe("'fresh'");
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Subscriber } from "zeromq";
import { address } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { bindSockets, createSendQueue } from "./sockets.ts";
import { createWire } from "./wire.ts";

function connectionIn(folder: string): Connection {
  return {
    transport: "ipc",
    ip: join(folder, "kernel"),
    key: "key",
    digest: "sha256",
    ports: { shell: 1, control: 2, stdin: 3, iopub: 4, hb: 5 },
  };
}

test("a send waits for the one before it, and a failed one does not hold up the next", async () => {
  const sent: string[] = [];
  let isSending = false;
  const queue = createSendQueue({
    async send([frame]) {
      // What zeromq.js does when two sends overlap.
      if (isSending) throw new Error("EBUSY");
      isSending = true;
      await new Promise((resolve) => setImmediate(resolve));
      isSending = false;
      const text = String(frame);
      if (text === "2") throw new Error("unreachable peer");
      sent.push(text);
    },
  });
  for (const text of ["1", "2", "3"]) void queue.send([Buffer.from(text)]);
  await queue.drained();
  expect(sent).toEqual(["1", "3"]);
});

test("a client hears iopub_welcome first, also when the kernel spoke before it looked at the subscription", async () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-sockets-"));
  const wire = createWire("key", "sha256");
  const connection = connectionIn(folder);
  const sockets = await bindSockets(connection, wire);
  const client = new Subscriber({ receiveTimeout: 5000 });
  onTestFinished(async () => {
    client.close();
    await sockets.close();
    rmSync(folder, { recursive: true });
  });
  client.connect(address(connection, "iopub"));
  client.subscribe();
  // libzmq's own thread takes the subscription meanwhile; sending makes the socket act on it.
  await sleep(200);
  const status = (state: string) =>
    ({ type: "status", parent: {}, content: { execution_state: state } }) as const;
  await sockets.send("iopub", status("starting"));
  sockets.listen(() => undefined);
  const first = wire.decode(await client.receive());
  expect(first?.header.msg_type).toBe("iopub_welcome");
  expect(first?.content).toEqual({ subscription: "" });
  await sockets.send("iopub", status("idle"));
  expect(wire.decode(await client.receive())?.content).toEqual({ execution_state: "idle" });
});

test("clients that leave while the kernel ends disturb nothing", async () => {
  const failures: unknown[] = [];
  const note = (reason: unknown): void => void failures.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  for (let round = 0; round < 20; round++) {
    const folder = mkdtempSync(join(tmpdir(), "genobook-sockets-"));
    const connection = connectionIn(folder);
    const sockets = await bindSockets(connection, createWire("key", "sha256"));
    const client = new Subscriber({ receiveTimeout: 5000 });
    client.connect(address(connection, "iopub"));
    sockets.listen(() => undefined);
    const topics = Array.from({ length: 200 }, (_, i) => `topic ${i}`);
    client.subscribe(...topics);
    await client.receive();
    client.unsubscribe(...topics);
    await sleep(round % 5);
    await sockets.close();
    client.close();
    rmSync(folder, { recursive: true });
  }
  await sleep(20);
  expect(failures).toEqual([]);
});

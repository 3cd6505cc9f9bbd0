import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { kernelArguments, MAIN_FILE } from "../kernelspec.ts";
import { freePorts } from "./free-ports.ts";
import type { ConnectionPorts } from "./free-ports.ts";

/** A small Jupyter client over real sockets, for tests, the benchmark and the doctor. */

export interface Received {
  readonly channel: "shell" | "control" | "stdin" | "iopub";
  readonly type: string;
  /** `msg_id` of the request this belongs to. */
  readonly parent: string | undefined;
  readonly content: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly buffers: readonly Buffer[];
  /** `performance.now()` on arrival. */
  readonly at: number;
}

export interface Answer {
  readonly id: string;
  readonly reply: Received;
  /** What was published for the request, in order, up to its `idle`. */
  readonly published: readonly Received[];
  /** Milliseconds from sending to the later of reply and idle. */
  readonly ms: number;
}

export interface KernelOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Another command to start; `{file}` stands for the connection file. */
  readonly command?: readonly string[] | undefined;
  /** Start nothing: the caller does. */
  readonly attachOnly?: boolean;
  /** False to return before the subscription is known to be there. */
  readonly awaitWelcome?: boolean;
}

export interface KernelClient {
  readonly child: ChildProcess | undefined;
  readonly connectionFile: string;
  readonly key: string;
  readonly ports: ConnectionPorts;
  /** What the kernel wrote to its own stderr: the server's log. */
  readonly log: () => string;
  readonly startedAt: number;
  /** Everything that arrived, in order. */
  readonly received: Received[];
  send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: object,
    options?: { buffers?: Uint8Array[]; parent?: object; frames?: (frames: Buffer[]) => Buffer[] },
  ): Promise<string>;
  /** Sends a request and waits for its reply and idle. */
  request(channel: "shell" | "control", type: string, content: object): Promise<Answer>;
  execute(code: string, options?: Record<string, unknown>): Promise<Answer>;
  answer(id: string): Promise<Answer>;
  waitFor(matches: (message: Received) => boolean, ms?: number): Promise<Received>;
  interrupt(): Promise<void>;
  exited: Promise<number | null>;
  close(): Promise<void>;
}

const WAIT_MS = 30_000;

export async function startKernel(options: KernelOptions = {}): Promise<KernelClient> {
  const folder = mkdtempSync(join(tmpdir(), "genobook-kernel-"));
  const connectionFile = join(folder, "connection.json");
  const key = randomUUID();
  const named = await freePorts();
  const connection = { transport: "tcp", ip: "127.0.0.1", key, signature_scheme: "hmac-sha256" };
  writeFileSync(connectionFile, JSON.stringify({ ...connection, ...named }));

  const [program = "", ...args] = options.command?.map((part) =>
    part === "{file}" ? connectionFile : part,
  ) ?? [process.execPath, ...kernelArguments(process.versions.node), MAIN_FILE, connectionFile];
  const startedAt = performance.now();
  const child = options.attachOnly
    ? undefined
    : spawn(program, args, {
        cwd: options.cwd ?? process.cwd(),
        env: { ...process.env, ...options.env },
        stdio: ["ignore", "pipe", "pipe"],
      });
  let log = "";
  child?.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child?.stdout?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child?.on("exit", resolve));

  const session = randomUUID();
  const url = (port: number): string => `tcp://127.0.0.1:${port}`;
  const sockets = {
    shell: new Dealer({
      routingId: session,
      linger: 0,
      reconnectInterval: 5,
      reconnectMaxInterval: 5,
    }),
    control: new Dealer({
      routingId: session,
      linger: 0,
      reconnectInterval: 5,
      reconnectMaxInterval: 5,
    }),
    stdin: new Dealer({
      routingId: session,
      linger: 0,
      reconnectInterval: 5,
      reconnectMaxInterval: 5,
    }),
  };
  const iopub = new Subscriber({
    linger: 0,
    receiveHighWaterMark: 0,
    reconnectInterval: 5,
    reconnectMaxInterval: 5,
  });
  iopub.subscribe("");
  iopub.connect(url(named.iopub_port));
  sockets.shell.connect(url(named.shell_port));
  sockets.control.connect(url(named.control_port));
  sockets.stdin.connect(url(named.stdin_port));

  const received: Received[] = [];
  const watchers = new Set<() => void>();
  const receive = async (
    channel: Received["channel"],
    socket: AsyncIterable<Buffer[]>,
  ): Promise<void> => {
    for await (const frames of socket) {
      const at = frames.findIndex((frame) => frame.toString("latin1") === "<IDS|MSG>");
      const [header = {}, parent = {}, metadata = {}, content = {}] = frames
        .slice(at + 2, at + 6)
        .map((part) => JSON.parse(part.toString()) as Record<string, unknown>);
      received.push({
        channel,
        type: String(header["msg_type"]),
        parent: parent["msg_id"] as string | undefined,
        content,
        metadata,
        buffers: frames.slice(at + 6),
        at: performance.now(),
      });
      for (const look of [...watchers]) look();
    }
  };
  for (const channel of ["shell", "control", "stdin"] as const) {
    void receive(channel, sockets[channel]).catch(() => undefined);
  }
  void receive("iopub", iopub).catch(() => undefined);

  const tails = new Map<string, Promise<unknown>>();
  const send: KernelClient["send"] = async (channel, type, content, extra = {}) => {
    const id = randomUUID();
    const header = {
      msg_id: id,
      session,
      username: "test",
      date: new Date().toISOString(),
      msg_type: type,
      version: "5.3",
    };
    const parts = [header, extra.parent ?? {}, {}, content].map((part) =>
      Buffer.from(JSON.stringify(part)),
    );
    const hmac = createHmac("sha256", key);
    for (const part of parts) hmac.update(part);
    const signed = [
      Buffer.from("<IDS|MSG>"),
      Buffer.from(hmac.digest("hex")),
      ...parts,
      ...(extra.buffers ?? []).map((buffer) => Buffer.from(buffer)),
    ];
    const frames = extra.frames?.(signed) ?? signed;
    const tail = (tails.get(channel) ?? Promise.resolve()).then(() =>
      sockets[channel].send(frames),
    );
    tails.set(channel, tail);
    await tail;
    return id;
  };

  const waitUntil = <T>(find: () => T | undefined, ms: number, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        watchers.delete(look);
        reject(new Error(`${what} did not come within ${ms} ms.\nKernel log: ${log}`));
      }, ms);
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });

  const answerOf = async (id: string, sentAt: number): Promise<Answer> => {
    const reply = await waitUntil(
      () => received.find((m) => m.parent === id && m.channel !== "iopub" && m.channel !== "stdin"),
      WAIT_MS,
      "A reply",
    );
    const idle = await waitUntil(
      () => received.find((m) => m.parent === id && m.content["execution_state"] === "idle"),
      WAIT_MS,
      "The idle status",
    );
    const published = received.filter((m) => m.parent === id && m.channel === "iopub");
    return { id, reply, published, ms: Math.max(reply.at, idle.at) - sentAt };
  };

  const client: KernelClient = {
    child,
    connectionFile,
    key,
    ports: named,
    log: () => log,
    startedAt,
    received,
    send,
    async request(channel, type, content) {
      const sentAt = performance.now();
      return answerOf(await send(channel, type, content), sentAt);
    },
    execute(code, execution = {}) {
      const content = {
        code,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: true,
        stop_on_error: true,
        ...execution,
      };
      return client.request("shell", "execute_request", content);
    },
    answer: (id) => answerOf(id, performance.now()),
    waitFor: (matches, ms = WAIT_MS) => waitUntil(() => received.find(matches), ms, "A message"),
    async interrupt() {
      await client.request("control", "interrupt_request", {});
    },
    exited,
    async close() {
      if (child && child.exitCode === null && child.signalCode === null) {
        await send("control", "shutdown_request", { restart: false }).catch(() => undefined);
        const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
        await exited;
        clearTimeout(timer);
      }
      for (const socket of [...Object.values(sockets), iopub]) socket.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // The subscription must be there before the first cell, or its output is lost on the way.
  if (options.awaitWelcome !== false && !options.attachOnly)
    await waitUntil(() => received.find((m) => m.type === "iopub_welcome"), WAIT_MS, "The welcome");
  return client;
}

import { Reply, Router, XPublisher } from "zeromq";
import { address } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { Message, Outgoing, Wire } from "./wire.ts";

export type RequestChannel = "shell" | "control" | "stdin";

/** The five bound sockets of a kernel. */
export interface Sockets {
  /** Resolves when the message has been handed to ZeroMQ; never rejects. */
  send(channel: RequestChannel | "iopub", message: Outgoing): Promise<void>;
  /** Starts the receive loops. */
  listen(receive: (channel: RequestChannel, message: Message) => void): void;
  /** Sends what is queued, then closes. */
  close(): Promise<void>;
}

interface Writer {
  send(frames: Buffer[]): Promise<void>;
}

interface SendQueue {
  send(frames: Buffer[]): Promise<void>;
  drained(): Promise<void>;
}

/**
 * Sends one message after the other. zeromq.js makes about every 500th send asynchronous, and a send that is issued
 * meanwhile fails with EBUSY: without this queue the 171st cell of a notebook loses its output.
 */
export function createSendQueue(socket: Writer): SendQueue {
  let tail = Promise.resolve();
  return {
    send: (frames) => (tail = tail.then(() => socket.send(frames)).catch(() => undefined)),
    drained: () => tail,
  };
}

export async function bindSockets(connection: Connection, wire: Wire): Promise<Sockets> {
  const routers = {
    shell: new Router({ linger: 1000 }),
    control: new Router({ linger: 1000 }),
    stdin: new Router({ linger: 1000 }),
  };
  // No high-water mark: a slow reader would otherwise lose output silently.
  const iopub = new XPublisher({ linger: 1000, sendHighWaterMark: 0 });
  iopub.verbosity = "allSubs";
  const heartbeat = new Reply({ linger: 0 });
  await Promise.all([
    routers.shell.bind(address(connection, "shell")),
    routers.control.bind(address(connection, "control")),
    routers.stdin.bind(address(connection, "stdin")),
    iopub.bind(address(connection, "iopub")),
    heartbeat.bind(address(connection, "hb")),
  ]);
  const queues = {
    shell: createSendQueue(routers.shell),
    control: createSendQueue(routers.control),
    stdin: createSendQueue(routers.stdin),
    iopub: createSendQueue(iopub),
  };
  const send: Sockets["send"] = (channel, message) => queues[channel].send(wire.encode(message));

  return {
    send,
    listen(receive) {
      for (const channel of ["shell", "control", "stdin"] as const) {
        void receiveAll(routers[channel], (frames) => {
          const message = wire.decode(frames);
          if (message) receive(channel, message);
        });
      }
      void receiveAll(iopub, ([frame]) => {
        if (frame?.[0] !== 1) return;
        const topic = frame.subarray(1);
        void send("iopub", {
          type: "iopub_welcome",
          parent: undefined,
          content: { subscription: topic.toString("utf8") },
          identities: [topic],
        });
      });
      void receiveAll(heartbeat, (frames) => heartbeat.send(frames));
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.drained()));
      for (const socket of [...Object.values(routers), iopub, heartbeat]) socket.close();
    },
  };
}

async function receiveAll(
  socket: AsyncIterable<Buffer[]>,
  take: (frames: Buffer[]) => unknown,
): Promise<void> {
  for await (const frames of socket) await take(frames);
}

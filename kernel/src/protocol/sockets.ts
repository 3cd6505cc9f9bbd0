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
  /** Runs `prepare` and sends the frames with nothing sent in between. */
  sendAfter(prepare: () => void, frames: Buffer[]): Promise<void>;
  drained(): Promise<void>;
}

/**
 * Sends one message after the other. zeromq.js makes about every 500th send asynchronous, and a send that is issued
 * meanwhile fails with EBUSY: without this queue the 171st cell of a notebook loses its output.
 */
export function createSendQueue(socket: Writer): SendQueue {
  let tail = Promise.resolve();
  const sendAfter: SendQueue["sendAfter"] = (prepare, frames) =>
    (tail = tail
      .then(() => {
        prepare();
        return socket.send(frames);
      })
      .catch(() => undefined));
  return {
    send: (frames) => sendAfter(() => undefined, frames),
    sendAfter,
    drained: () => tail,
  };
}

/** libzmq's numbers of ZMQ_SUBSCRIBE and ZMQ_UNSUBSCRIBE. */
const SUBSCRIBE = 6;
const UNSUBSCRIBE = 7;

/**
 * A publisher whose subscribers hear nothing until they are admitted. By itself libzmq admits a subscriber before the
 * program hears of it, and whatever is sent in between reaches the client ahead of `iopub_welcome`.
 */
class AdmittingPublisher extends XPublisher {
  constructor() {
    // No high-water mark: a slow reader would otherwise lose output silently.
    super({ linger: 1000, sendHighWaterMark: 0, manual: true });
    this.verbosity = "allSubsUnsubs";
  }

  /** Admits the subscriber whose request was received last. */
  admit(topic: Buffer): void {
    this.setStringOption(SUBSCRIBE, topic);
  }

  /** Dismisses the subscriber whose request was received last. */
  dismiss(topic: Buffer): void {
    // Requests that were received before the socket closed come after it.
    if (!this.closed) this.setStringOption(UNSUBSCRIBE, topic);
  }
}

export async function bindSockets(connection: Connection, wire: Wire): Promise<Sockets> {
  const routers = {
    shell: new Router({ linger: 1000 }),
    control: new Router({ linger: 1000 }),
    stdin: new Router({ linger: 1000 }),
  };
  const iopub = new AdmittingPublisher();
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
        if (!frame) return undefined;
        const topic = frame.subarray(1);
        if (frame[0] === 0) iopub.dismiss(topic);
        if (frame[0] !== 1) return undefined;
        return queues.iopub.sendAfter(
          () => iopub.admit(topic),
          wire.encode({
            type: "iopub_welcome",
            parent: undefined,
            content: { subscription: topic.toString("utf8") },
            identities: [topic],
          }),
        );
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

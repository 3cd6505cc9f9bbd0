import type { CommEvent } from "../session/link.ts";
import type { KernelContext } from "./context.ts";
import { textOf } from "./context.ts";
import type { Message } from "./wire.ts";

/** Comms: who is open is known here, so that `comm_info` is answered while a cell runs; code runs in the session. */
export interface Comms {
  /** Resolves when the session has taken the message. */
  receive(message: Message): Promise<void>;
  taken(token: number): void;
  /** A comm that the session opens or closes. */
  noteSent(messageType: string, content: string): void;
  info(content: Record<string, unknown>): object;
}

export function createComms(session: KernelContext["session"]): Comms {
  const open = new Map<string, string>();
  const waiting = new Map<number, () => void>();
  let lastToken = 0;

  const note = (type: string, content: Record<string, unknown>): void => {
    const id = textOf(content, "comm_id");
    if (type === "comm_open") open.set(id, textOf(content, "target_name"));
    else if (type === "comm_close") open.delete(id);
  };

  return {
    receive({ header, content, metadata, buffers }) {
      note(header.msg_type, content);
      const token = ++lastToken;
      const event = header.msg_type as CommEvent["event"];
      // Own copies: the frames are views of ZeroMQ's memory.
      const copies = buffers.map((buffer) => Uint8Array.from(buffer));
      return new Promise((resolve) => {
        waiting.set(token, resolve);
        session.post({ type: "comm", event, token, header, content, metadata, buffers: copies });
      });
    },
    taken(token) {
      waiting.get(token)?.();
      waiting.delete(token);
    },
    noteSent(type, content) {
      if (type !== "comm_open" && type !== "comm_close") return;
      note(type, JSON.parse(content) as Record<string, unknown>);
    },
    info(content) {
      const target = textOf(content, "target_name");
      const matching = [...open].filter(([, name]) => target === "" || name === target);
      return {
        status: "ok",
        comms: Object.fromEntries(matching.map(([id, name]) => [id, { target_name: name }])),
      };
    },
  };
}

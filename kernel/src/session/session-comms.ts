import { randomUUID } from "node:crypto";
import type { Comm, CommHandler, CommOpenHandler, CommOptions } from "../notebook.ts";
import type { CommEvent } from "./link.ts";
import type { Outlet } from "./outlet.ts";
import type { Tracker } from "./tracker.ts";

/** Comms of this session: those that cells opened and those that the page opened. */
export interface SessionComms {
  open(target: string, data: unknown, options: CommOptions): Comm;
  onOpen(target: string, handler: CommOpenHandler): void;
  /** Calls the handlers of one message of the page. */
  receive(event: CommEvent): void;
}

interface OpenComm {
  readonly comm: Comm;
  onMessage?: CommHandler;
  onClose?: CommHandler;
}

export function createSessionComms(outlet: Outlet, tracker: Tracker): SessionComms {
  const targets = new Map<string, CommOpenHandler>();
  const open = new Map<string, OpenComm>();

  const send = (
    messageType: string,
    content: Record<string, unknown>,
    options: CommOptions,
  ): void => {
    outlet.show(tracker.current(), {
      messageType,
      content: JSON.stringify(content),
      metadata: options.metadata ?? {},
      buffers: (options.buffers ?? []).map(bytesOf),
    });
  };

  const create = (id: string, target: string): OpenComm => {
    const entry: OpenComm = {
      comm: {
        id,
        target,
        send: (data, options = {}) => send("comm_msg", { comm_id: id, data }, options),
        onMessage: (handler) => void (entry.onMessage = handler),
        onClose: (handler) => void (entry.onClose = handler),
        close(data = {}) {
          if (open.delete(id)) send("comm_close", { comm_id: id, data }, {});
        },
      },
    };
    open.set(id, entry);
    return entry;
  };

  return {
    open(target, data, options) {
      const { comm } = create(randomUUID(), target);
      send("comm_open", { comm_id: comm.id, target_name: target, data }, options);
      return comm;
    },
    onOpen: (target, handler) => void targets.set(target, handler),
    receive({ event, content, buffers }) {
      const id = String(content["comm_id"]);
      const data = content["data"] ?? {};
      if (event === "comm_open") {
        const target = String(content["target_name"]);
        const handler = targets.get(target);
        if (handler) handler(create(id, target).comm, data, buffers);
        else send("comm_close", { comm_id: id, data: {} }, {});
        return;
      }
      const entry = open.get(id);
      if (event === "comm_msg") entry?.onMessage?.(data, buffers);
      else if (open.delete(id)) entry?.onClose?.(data, buffers);
    },
  };
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

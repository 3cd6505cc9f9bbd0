import type { OutputMessage } from "../session/link.ts";
import type { Sockets } from "./sockets.ts";
import type { Header } from "./wire.ts";

/** Everything that is published for everyone to see, in the order in which it was made. */
export interface Output {
  status(parent: Partial<Header>, state: "busy" | "idle" | "starting"): Promise<void>;
  publish(type: string, parent: Partial<Header> | undefined, content: object | string): void;
  /** A message of the session; waits for its image when it has one, and the cell's later output with it. */
  relay(message: OutputMessage): void;
  /** Text to a stream; joined with what follows within `COALESCE_MS`. */
  stream(name: "stdout" | "stderr", parent: Header | undefined, text: string): void;
  /** Resolves when everything this cell has shown so far is sent. */
  settled(parent: Partial<Header>): Promise<void>;
  /** Gives up on images that are being drawn. */
  abandonImages(): void;
}

export type DrawImage = (spec: object) => Promise<{ png?: string; note?: string }>;

const COALESCE_MS = 40;
const STREAM_LIMIT = 64 * 1024;
const CELL_LIMIT = 10e6;
const CELLS_COUNTED = 256;

interface PendingText {
  readonly name: "stdout" | "stderr";
  readonly parent: Header | undefined;
  readonly timer: NodeJS.Timeout;
  readonly chunks: string[];
  length: number;
}

export function createOutput(sockets: Sockets, draw: DrawImage): Output {
  let pending: PendingText | undefined;
  // A cell is in here while an image of it is drawn; what it shows meanwhile waits in line.
  const lines = new Map<string, Promise<void>>();
  const drawing = new Set<() => void>();
  const streamed = new Map<string, number>();

  const send = (
    type: string,
    parent: Partial<Header> | undefined,
    content: object | string,
    metadata?: Record<string, unknown>,
    buffers?: readonly Uint8Array[],
  ): Promise<void> => sockets.send("iopub", { type, parent, content, metadata, buffers });

  const inLine = (parent: Partial<Header> | undefined, job: () => void | Promise<void>): void => {
    const key = parent?.msg_id ?? "";
    const line = lines.get(key);
    const result = line ? line.then(job) : job();
    if (!result) return;
    const next = result.catch(() => undefined);
    lines.set(key, next);
    void next.then(() => {
      if (lines.get(key) === next) lines.delete(key);
    });
  };

  const flush = (): void => {
    if (!pending) return;
    const { name, parent, chunks, timer } = pending;
    clearTimeout(timer);
    pending = undefined;
    inLine(parent, () => void send("stream", parent, { name, text: chunks.join("") }));
  };

  const drawUnlessAbandoned = async (image: object): Promise<{ png?: string; note?: string }> => {
    let stop: () => void = () => undefined;
    const abandoned = new Promise<{ note: string }>((resolve) => {
      stop = () => resolve({ note: "(No image: the cell was interrupted.)" });
    });
    drawing.add(stop);
    const drawn = await Promise.race([draw(image), abandoned]);
    drawing.delete(stop);
    return drawn;
  };

  /** How much of a text a cell may still print; a runaway loop would fill the notebook and the browser. */
  const allowed = (parent: Header | undefined, text: string): string => {
    const key = parent?.msg_id ?? "";
    const before = streamed.get(key) ?? 0;
    if (before > CELL_LIMIT) return "";
    streamed.delete(key);
    streamed.set(key, before + text.length);
    const [oldest] = streamed.keys();
    if (streamed.size > CELLS_COUNTED && oldest !== undefined) streamed.delete(oldest);
    if (before + text.length <= CELL_LIMIT) return text;
    const note = `\n… what this cell prints beyond ${CELL_LIMIT / 1e6} million characters is not shown.\n`;
    return text.slice(0, CELL_LIMIT - before) + note;
  };

  return {
    status(parent, state) {
      flush();
      return send("status", parent, { execution_state: state });
    },
    publish(type, parent, content) {
      flush();
      inLine(parent, () => void send(type, parent, content));
    },
    relay({ messageType, header, content, metadata, buffers, image }) {
      flush();
      if (!image) {
        inLine(header, () => void send(messageType, header, content, metadata, buffers));
        return;
      }
      inLine(header, async () => {
        const drawn = await drawUnlessAbandoned(image);
        await send(messageType, header, withImage(content, drawn), metadata, buffers);
      });
    },
    stream(name, parent, printed) {
      const text = allowed(parent, printed);
      if (text === "") return;
      if (pending && (pending.name !== name || pending.parent?.msg_id !== parent?.msg_id)) flush();
      pending ??= { name, parent, chunks: [], length: 0, timer: setTimeout(flush, COALESCE_MS) };
      pending.chunks.push(text);
      pending.length += text.length;
      if (pending.length > STREAM_LIMIT) flush();
    },
    async settled(parent) {
      flush();
      const key = parent.msg_id ?? "";
      while (lines.has(key)) await lines.get(key);
    },
    abandonImages() {
      for (const stop of drawing) stop();
    },
  };
}

/** The bundle with the image before its text; a note says why there is none. */
function withImage(content: string, drawn: { png?: string; note?: string }): object {
  const message = JSON.parse(content) as { data: Record<string, unknown> };
  const { "text/plain": text, ...rich } = message.data;
  const summary = typeof text === "string" ? text : "";
  const data = drawn.png
    ? { ...rich, "image/png": drawn.png, "text/plain": summary }
    : { ...rich, "text/plain": [summary, drawn.note].filter(Boolean).join("\n") };
  return { ...message, data };
}

import { FLAG } from "./link.ts";
import type { FromSession, OutputMessage } from "./link.ts";
import type { Cell } from "./cell.ts";

/** Where the output of cells leaves the main thread; works from a synchronous loop too. */
export interface Outlet {
  post(message: FromSession): void;
  stream(cell: Cell | undefined, name: "stdout" | "stderr", text: string): void;
  show(cell: Cell | undefined, message: Shown): void;
  /** Shows a message that is still being made; what the cell shows afterwards waits for it. */
  showLater(cell: Cell | undefined, message: Promise<Shown>): Promise<void>;
  /** Resolves when nothing of the cell waits any more. */
  settled(cell: Cell): Promise<void>;
}

export type Shown = Omit<OutputMessage, "type" | "header" | "metadata" | "buffers"> &
  Partial<Pick<OutputMessage, "metadata" | "buffers">>;

// A loop that prints faster than the protocol worker reads is held up here, before memory is.
const UNREAD_LIMIT = 5000;
const WAIT_MS = 50;

export function createOutlet(
  postMessage: (message: FromSession) => void,
  flags: Int32Array,
): Outlet {
  const postOutput = (message: FromSession): void => {
    const posted = Atomics.add(flags, FLAG.posted, 1) + 1;
    postMessage(message);
    let taken = Atomics.load(flags, FLAG.taken);
    while (((posted - taken) | 0) > UNREAD_LIMIT) {
      Atomics.wait(flags, FLAG.taken, taken, WAIT_MS);
      taken = Atomics.load(flags, FLAG.taken);
    }
  };
  const inLine = (cell: Cell | undefined, job: () => void): void => {
    if (cell?.line) extend(cell, cell.line.then(job));
    else job();
  };
  const extend = (cell: Cell, line: Promise<void>): void => {
    const next = line.catch(() => undefined);
    cell.line = next;
    void next.then(() => {
      if (cell.line === next) cell.line = undefined;
    });
  };
  const postShown = (cell: Cell | undefined, message: Shown): void =>
    postOutput({
      type: "output",
      header: cell?.header,
      metadata: {},
      buffers: [],
      ...message,
    });

  return {
    post: postMessage,
    stream(cell, name, text) {
      inLine(cell, () => postOutput({ type: "stream", name, header: cell?.header, text }));
    },
    show: (cell, message) => inLine(cell, () => postShown(cell, message)),
    showLater(cell, message) {
      const shown = Promise.resolve(cell?.line).then(async () => postShown(cell, await message));
      if (cell) extend(cell, shown);
      return shown;
    },
    async settled(cell) {
      while (cell.line) await cell.line;
    },
  };
}

import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import type { ShownFile } from "./shown-file.ts";

/** A file that nobody has asked about for so long is closed. */
const IDLE_MS = 15 * 60_000;

interface Entry {
  readonly file: ShownFile;
  idle: NodeJS.Timeout;
  readonly closed: AbortController;
}

const entries = new Map<string, Entry>();
let last = 0;

/** Keeps a file open under a handle. */
export function keepOpen(file: ShownFile): string {
  const handle = `file-${process.pid}-${++last}`;
  entries.set(handle, { file, idle: idleTimer(handle), closed: new AbortController() });
  return handle;
}

/** @throws KernelRefusal when the handle is of another kernel, or was closed */
export function openFile(handle: string): ShownFile {
  const entry = entries.get(handle);
  if (!entry) {
    throw new KernelRefusal("closed-file");
  }
  clearTimeout(entry.idle);
  entry.idle = idleTimer(handle);
  return entry.file;
}

export async function closeFile(handle: string): Promise<void> {
  const entry = entries.get(handle);
  if (!entry) return;
  entries.delete(handle);
  clearTimeout(entry.idle);
  entry.closed.abort();
  await entry.file.close();
}

/** Settles when a file is closed, or nobody waits for that any more. */
export async function untilClosed(handle: string, signal: AbortSignal): Promise<void> {
  const closed = entries.get(handle)?.closed.signal;
  if (!closed || closed.aborted || signal.aborted) return;
  await new Promise<void>((resolve) => {
    for (const end of [closed, signal]) {
      end.addEventListener("abort", () => resolve(), { once: true });
    }
  });
}

function idleTimer(handle: string): NodeJS.Timeout {
  const timer = setTimeout(() => void closeFile(handle), IDLE_MS);
  timer.unref();
  return timer;
}

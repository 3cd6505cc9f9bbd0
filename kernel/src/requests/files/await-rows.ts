import type { RequestContext } from "../handlers.ts";
import type { ShownFile } from "./shown-file.ts";

const LOOK_EVERY_MS = 250;

/**
 * Waits until so many rows of a file are read, or all, and says how far reading has come.
 *
 * @param onLook - called as long as it waits, a few times a second
 */
export async function awaitRows(
  file: ShownFile,
  count: number,
  { signal, progress }: Pick<RequestContext, "signal" | "progress">,
  onLook: () => void = () => undefined,
): Promise<void> {
  const isThere = (): boolean => signal.aborted || (file.soFar?.()?.count ?? 0) >= count;
  if (isThere()) return;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    timer = setInterval(() => {
      const { done, total } = file.progress();
      progress("reading", done, total > 0 ? total : undefined);
      onLook();
      if (isThere()) resolve();
    }, LOOK_EVERY_MS);
  });
  try {
    await Promise.race([file.whole, enough]);
  } finally {
    clearInterval(timer);
  }
}

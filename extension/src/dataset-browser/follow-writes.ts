const DELAY_MS = 1000;
/** A large project is searched again this many times its own search later, so that a server mostly rests. */
const REST = 4;

export interface Writes {
  /** Something may have written files. */
  readonly notice: () => void;
  /** Looks again for what was noticed while nobody looked. */
  readonly shown: () => void;
}

/** Looks again some time after files may have been written, once for many writes, and only while somebody looks. */
export function followWrites(isVisible: () => boolean, look: () => Promise<void>): Writes {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStale = false;
  let delay = DELAY_MS;
  const run = async (): Promise<void> => {
    timer = undefined;
    if (!isVisible()) return;
    isStale = false;
    const begin = Date.now();
    await look();
    delay = Math.max(DELAY_MS, REST * (Date.now() - begin));
  };
  const notice = (): void => {
    isStale = true;
    if (isVisible()) timer ??= setTimeout(() => void run(), delay);
  };
  return { notice, shown: () => (isStale ? notice() : undefined) };
}

import { STOP, TURN } from "./job.ts";

/** Thrown inside a worker that was told to stop; never leaves it. */
export class Stopped extends Error {}

export interface Turns {
  /** Runs `action` when all blocks before `index` have had their turn. */
  inOrder(index: number, action: () => void): void | Promise<void>;
}

// A stop is noticed at least this often.
const WAKE_EVERY_MS = 50;

/** Turns among threads of which each works on one block at a time: waiting blocks the thread. */
export function threadTurns(control: Int32Array): Turns {
  return {
    inOrder(index, action) {
      for (;;) {
        if (Atomics.load(control, STOP) !== 0) throw new Stopped();
        const turn = Atomics.load(control, TURN);
        if (turn === index) break;
        // A block that is computed again after a worker was lost may have had its turn before.
        if (turn > index) return;
        Atomics.wait(control, TURN, turn, WAKE_EVERY_MS);
      }
      action();
      Atomics.store(control, TURN, index + 1);
      Atomics.notify(control, TURN);
    },
  };
}

/** Turns within one thread that has several blocks under way: waiting is a promise. */
export function laneTurns(control: Int32Array): Turns {
  const waiting = new Map<number, () => void>();
  return {
    async inOrder(index, action) {
      if (Atomics.load(control, TURN) > index) return;
      if (Atomics.load(control, TURN) !== index) {
        await new Promise<void>((resolve) => waiting.set(index, resolve));
      }
      if (Atomics.load(control, STOP) !== 0) throw new Stopped();
      action();
      Atomics.store(control, TURN, index + 1);
      waiting.get(index + 1)?.();
      waiting.delete(index + 1);
    },
  };
}

import { STOP, TURN } from "./job.ts";

/** Thrown inside a worker that was told to stop; never leaves it. */
export class Stopped extends Error {}

export interface Turns {
  /** Runs `action` when all blocks before `index` have had their turn. */
  inOrder(index: number, action: () => void): void | Promise<void>;
  /** The same among turns that are counted in `turns[part]`. */
  inOrderOfPart(
    turns: Int32Array,
    part: number,
    index: number,
    action: () => void,
  ): void | Promise<void>;
}

// A stop is noticed at least this often.
const WAKE_EVERY_MS = 50;

/** Turns among threads of which each works on one block at a time: waiting blocks the thread. */
export function threadTurns(control: Int32Array): Turns {
  const takeTurn: Turns["inOrderOfPart"] = (turns, part, index, action) => {
    for (;;) {
      if (Atomics.load(control, STOP) !== 0) throw new Stopped();
      const turn = Atomics.load(turns, part);
      if (turn === index) break;
      // A block that is computed again after a worker was lost may have had its turn before.
      if (turn > index) return;
      Atomics.wait(turns, part, turn, WAKE_EVERY_MS);
    }
    action();
    Atomics.store(turns, part, index + 1);
    Atomics.notify(turns, part);
  };
  return {
    inOrder: (index, action) => takeTurn(control, TURN, index, action),
    inOrderOfPart: takeTurn,
  };
}

/** Turns within one thread that has several blocks under way: waiting is a promise. */
export function laneTurns(control: Int32Array): Turns {
  let waiting: { turns: Int32Array; part: number; index: number; resume: () => void }[] = [];
  const takeTurn = async (
    turns: Int32Array,
    part: number,
    index: number,
    action: () => void,
  ): Promise<void> => {
    if (Atomics.load(turns, part) > index) return;
    if (Atomics.load(turns, part) !== index) {
      await new Promise<void>((resume) => waiting.push({ turns, part, index, resume }));
    }
    if (Atomics.load(control, STOP) !== 0) throw new Stopped();
    action();
    Atomics.store(turns, part, index + 1);
    const next = waiting.find(
      (one) => one.turns === turns && one.part === part && one.index === index + 1,
    );
    waiting = waiting.filter((one) => one !== next);
    next?.resume();
  };
  return {
    inOrder: (index, action) => takeTurn(control, TURN, index, action),
    inOrderOfPart: takeTurn,
  };
}

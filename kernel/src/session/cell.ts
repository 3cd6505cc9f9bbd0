import type { Header } from "../protocol/wire.ts";

/** Thrown into code of a cell that was interrupted, at its next `await`, timer or library call. */
export class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";
  constructor() {
    super("The cell was interrupted.");
  }
}

/** A run of code, and the place in the notebook where its output belongs. */
export interface Cell {
  readonly id: number;
  readonly label: string;
  readonly header: Header;
  readonly allowStdin: boolean;
  readonly controller: AbortController;
  /** True once an interrupt no longer waits for the cell's code to end by itself. */
  isAbandoned: boolean;
  /** Set while a display of this cell is being made: what it shows meanwhile waits in line. */
  line: Promise<void> | undefined;
  /** Called with the value of each `await` of a cell: ends interrupted code, makes this the current cell again. */
  readonly resume: <T>(value: T) => T;
}

export interface CellOptions {
  readonly id: number;
  readonly label: string;
  readonly header: Header;
  readonly allowStdin: boolean;
}

export function createCell(
  options: CellOptions,
  isInterrupted: (id: number) => boolean,
  enter: (cell: Cell) => void,
): Cell {
  const controller = new AbortController();
  const cell: Cell = {
    ...options,
    controller,
    isAbandoned: false,
    line: undefined,
    resume(value) {
      if (controller.signal.aborted || isInterrupted(cell.id)) throw new KeyboardInterrupt();
      enter(cell);
      return value;
    },
  };
  return cell;
}

import { randomUUID } from "node:crypto";
import { notebookHost } from "./session/notebook-host.ts";
import { createProgressLine } from "./session/progress-line.ts";

/** What a cell can ask of its notebook. These names are there in every cell, without an import. */

/** A shown value that can be replaced in place. */
export interface DisplayHandle {
  readonly id: string;
  /** Shows another value where this one is. */
  update(value: unknown): void;
}

export interface DisplayOptions {
  /** Name of the place; a later `display` under the same id replaces nothing, `update` replaces all of them. */
  readonly id?: string | undefined;
}

/**
 * Shows a value now, as rich as the notebook can: tables, plots, anything with `[Symbol.for("Jupyter.display")]()`.
 *
 * @param value - what to show
 * @param options.id - name of the place, for updates from elsewhere
 * @returns a handle whose `update` replaces what is shown
 * @example
 * const shown = display("working");
 * shown.update("done");
 */
export function display(value: unknown, options: DisplayOptions = {}): DisplayHandle {
  const host = notebookHost();
  const id = options.id ?? randomUUID();
  host.display(value, id);
  return { id, update: (next) => host.updateDisplay(next, id) };
}

export interface ClearOutputOptions {
  /** Clear only when the next output comes, without a flicker. */
  readonly wait?: boolean | undefined;
}

/**
 * Removes what this cell has shown so far.
 *
 * @example
 * clearOutput({ wait: true });
 */
export function clearOutput(options: ClearOutputOptions = {}): void {
  notebookHost().clearOutput(options.wait ?? false);
}

export interface InputOptions {
  /** Show dots in place of what is typed. */
  readonly password?: boolean | undefined;
}

/**
 * Asks the person at the notebook for a line of text.
 *
 * @param prompt - the question
 * @returns what was typed
 * @throws Error when nobody can be asked, as in a notebook that runs unattended
 * @example
 * const trait = await input("Which trait? ");
 */
export function input(prompt = "", options: InputOptions = {}): Promise<string> {
  return notebookHost().input(prompt, options);
}

/** A progress line under a cell. */
export interface ProgressHandle {
  /** Says how much is done by now, in the unit of `total`. */
  report(done: number): void;
  /** Leaves a one-line summary. */
  end(): void;
}

/**
 * Shows how far a long computation is: done of total, rate and time left. Appears after 300 ms, so short work is quiet.
 *
 * @param title - what runs
 * @param total - how much there is to do
 * @param unit - what is counted, in the plural: `variants`
 * @returns a handle to report to; call `end()` when done
 * @example
 * const line = progress("Reading", 3, "files");
 * for (let i = 1; i <= 3; i++) line.report(i);
 * line.end();
 */
export function progress(title: string, total: number, unit = ""): ProgressHandle {
  const host = notebookHost();
  const work = { title, total, unit };
  const line = createProgressLine(work, (data, id, isUpdate) => host.showData(data, id, isUpdate));
  return host.activity.begin(work, line);
}

export interface CommOptions {
  readonly buffers?: readonly ArrayBufferView[] | undefined;
  readonly metadata?: Record<string, unknown> | undefined;
}

export type CommHandler = (data: unknown, buffers: readonly Uint8Array[]) => unknown;
export type CommOpenHandler = (
  comm: Comm,
  data: unknown,
  buffers: readonly Uint8Array[],
) => unknown;

/** A channel between a cell and the page, for data and binary buffers both ways. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** Sends JSON data, and buffers as they are. */
  send(data: unknown, options?: CommOptions): void;
  onMessage(handler: CommHandler): void;
  onClose(handler: CommHandler): void;
  close(data?: unknown): void;
}

/** Opens comms, and answers those that the page opens. */
export const comm: {
  /**
   * Opens a comm to a target that the page has registered.
   *
   * @example
   * const channel = comm.open("my-widget", { start: 1 });
   */
  open(target: string, data?: unknown, options?: CommOptions): Comm;
  /**
   * Names what answers when the page opens a comm with this target.
   *
   * @example
   * comm.onOpen("echo", (channel) => channel.onMessage((data) => channel.send(data)));
   */
  onOpen(target: string, handler: CommOpenHandler): void;
} = {
  open: (target, data = {}, options = {}) => notebookHost().openComm(target, data, options),
  onOpen: (target, handler) => notebookHost().onCommOpen(target, handler),
};

export {
  exercise,
  type Exercise,
  type ExerciseOptions,
  type OpenExercise,
  type SealedExercise,
  type Verdict,
} from "./teaching/exercise.ts";
export type { TrueAnswer } from "./teaching/answers.ts";

import type { ProgressLine, ProgressWork } from "./progress-line.ts";

/** A long call, and how far it is. */
interface RunningJob extends ProgressWork {
  readonly done: number;
  readonly elapsedMs: number;
}

interface RunningCell {
  /** As stacks call it: `Cell 3`. */
  readonly label: string;
  readonly elapsedMs: number;
}

/** What this session is at: the running cell, and the innermost of its long calls. */
export interface Activity {
  cellStarted(label: string): void;
  cellEnded(): void;
  /** Reports go to `line`, and are noted here. */
  begin(work: ProgressWork, line: ProgressLine): ProgressLine;
  cell(): RunningCell | undefined;
  job(): RunningJob | undefined;
}

/** Calls shorter than this are not worth a word. */
const QUIET_MS = 300;

interface Entry {
  readonly work: ProgressWork;
  readonly begun: number;
  done: number;
  /** Its cell has ended, and nothing was reported since: a line that nobody will end. */
  isLeft: boolean;
}

/** @param now - milliseconds; a test passes its own clock */
export function createActivity(now: () => number = () => performance.now()): Activity {
  const jobs = new Set<Entry>();
  let running: { readonly label: string; readonly begun: number } | undefined;
  return {
    cellStarted(label) {
      running = { label, begun: now() };
    },
    cellEnded() {
      running = undefined;
      for (const job of jobs) job.isLeft = true;
    },
    begin(work, line) {
      const entry: Entry = { work, begun: now(), done: 0, isLeft: false };
      jobs.add(entry);
      return {
        report(done) {
          entry.done = done;
          entry.isLeft = false;
          line.report(done);
        },
        end() {
          jobs.delete(entry);
          line.end();
        },
      };
    },
    cell: () => running && { label: running.label, elapsedMs: now() - running.begun },
    job() {
      const time = now();
      const entry = [...jobs]
        .filter(({ begun, isLeft }) => !isLeft && time - begun >= QUIET_MS)
        .at(-1);
      return entry && { ...entry.work, done: entry.done, elapsedMs: time - entry.begun };
    },
  };
}

import type { RunOutput, SessionRun, SessionRuns } from "../messages.ts";
import type { FromSession, Outcome, RunRequest } from "./link.ts";

/** Outputs are kept up to so many characters of JSON; older runs are let go of for newer ones. */
const MOST_CHARACTERS = 20_000_000;
const MOST_RUNS = 200;

/** What the last cells have shown: for a page that was reloaded in the middle of a run, and heard none of it. */
export interface Transcript {
  begin(request: Pick<RunRequest, "header" | "cellId" | "label" | "silent" | "source">): void;
  /** Takes what goes to the page from this thread. */
  note(message: FromSession): void;
  end(outcome: Outcome): void;
  /**
   * The runs that have changed after a revision, each with the outputs that have.
   *
   * @param after - `revision` of what the page knows; 0 for all
   */
  since(after: number): SessionRuns;
}

interface Kept {
  output: RunOutput;
  revision: number;
  displayId?: string | undefined;
}

interface Run {
  readonly request: Pick<RunRequest, "header" | "cellId" | "source">;
  readonly execution: number | undefined;
  readonly kept: Kept[];
  revision: number;
  characters: number;
  clearsNext: boolean;
  isDone: boolean;
}

interface Shown {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly transient?: { readonly display_id?: string };
}

export function createTranscript(): Transcript {
  const runs: Run[] = [];
  let revision = 0;
  let characters = 0;

  const touch = (run: Run, kept?: Kept): void => {
    run.revision = ++revision;
    if (kept) kept.revision = revision;
  };
  /** Counts what a run is to keep, and makes room for it. */
  const fits = (run: Run, size: number): boolean => {
    if (run.characters + size > MOST_CHARACTERS) return false;
    run.characters += size;
    characters += size;
    makeRoom();
    return true;
  };
  const makeRoom = (): void => {
    while (runs.length > MOST_RUNS || characters > MOST_CHARACTERS) {
      characters -= runs.shift()!.characters;
    }
  };
  const clear = (run: Run): void => {
    run.kept.length = 0;
    run.clearsNext = false;
    touch(run);
  };
  const add = (run: Run, output: RunOutput, displayId?: string): void => {
    if (run.clearsNext) clear(run);
    const kept: Kept = { output, revision, displayId };
    run.kept.push(kept);
    touch(run, kept);
  };
  const addText = (run: Run, name: "stdout" | "stderr", text: string): void => {
    const last = run.clearsNext ? undefined : run.kept.at(-1);
    if (last?.output.output_type === "stream" && last.output.name === name) {
      last.output = { ...last.output, text: last.output.text + text };
      touch(run, last);
    } else add(run, { output_type: "stream", name, text });
  };
  const show = (run: Run, messageType: string, content: string): void => {
    if (messageType === "clear_output") {
      if ((JSON.parse(content) as { readonly wait: boolean }).wait) run.clearsNext = true;
      else clear(run);
    } else if (messageType === "display_data" || messageType === "update_display_data") {
      const { data, metadata, transient } = JSON.parse(content) as Shown;
      const displayId = transient?.display_id;
      const output: RunOutput = { output_type: "display_data", data, metadata };
      if (messageType === "display_data") add(run, output, displayId);
      else {
        for (const kept of run.kept.filter((each) => each.displayId === displayId)) {
          kept.output = output;
          touch(run, kept);
        }
      }
    }
  };

  return {
    begin({ header, cellId, label, silent, source }) {
      // Expressions of a request run after its cell, as parts of it.
      if (silent || runs.at(-1)?.request.header.msg_id === header.msg_id) return;
      const number = /^Cell (\d+)$/.exec(label)?.[1];
      const run: Run = {
        request: { header, cellId, source },
        execution: number === undefined ? undefined : Number(number),
        kept: [],
        ...{ revision, characters: 0, clearsNext: false, isDone: false },
      };
      runs.push(run);
      makeRoom();
      touch(run);
    },
    note(message) {
      if (message.type !== "stream" && message.type !== "output") return;
      const id = message.header?.msg_id;
      const run = runs.findLast(({ request }) => request.header.msg_id === id);
      if (!run) return;
      if (message.type === "stream") {
        if (fits(run, message.text.length)) addText(run, message.name, message.text);
      } else if (fits(run, message.content.length)) show(run, message.messageType, message.content);
    },
    end(outcome) {
      const run = runs.at(-1);
      if (!run || run.isDone) return;
      run.isDone = true;
      touch(run);
      if (outcome.status === "error") add(run, { output_type: "error", ...outcome.error });
      else if (outcome.result !== undefined && fits(run, outcome.result.length)) {
        const { data, metadata } = JSON.parse(outcome.result) as Shown;
        const execution_count = run.execution ?? null;
        add(run, { output_type: "execute_result", data, metadata, execution_count });
      }
    },
    since(after) {
      const changed = runs.filter((run) => run.revision > after);
      return {
        runs: changed.map((run) => describe(run, after)),
        isRunning: runs.at(-1)?.isDone === false,
        revision,
      };
    },
  };
}

function describe({ request, execution, isDone, kept }: Run, after: number): SessionRun {
  const changes = kept.flatMap(({ output, revision }, index) =>
    revision > after ? [{ index, output }] : [],
  );
  const { cellId, source, header } = request;
  return { cellId, source, page: header.session, execution, isDone, count: kept.length, changes };
}

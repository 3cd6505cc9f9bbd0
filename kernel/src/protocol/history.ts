/** What was run in this session, for `history_request`. */

interface Entry {
  readonly line: number;
  readonly input: string;
  output: string | null;
}

const SESSION = 1;

export interface History {
  add(line: number, input: string): void;
  /** Keeps the text of a result beside its input. */
  setOutput(line: number, output: string): void;
  answer(request: Record<string, unknown>): unknown[];
}

export function createHistory(): History {
  const entries: Entry[] = [];
  return {
    add(line, input) {
      entries.push({ line, input, output: null });
    },
    setOutput(line, output) {
      const entry = entries.findLast((candidate) => candidate.line === line);
      if (entry) entry.output = output;
    },
    answer(request) {
      const withOutput = request["output"] === true;
      return select(entries, request).map(({ line, input, output }) => [
        SESSION,
        line,
        withOutput ? [input, output] : input,
      ]);
    },
  };
}

function select(entries: readonly Entry[], request: Record<string, unknown>): readonly Entry[] {
  const count = typeof request["n"] === "number" ? Math.max(0, request["n"]) : undefined;
  switch (request["hist_access_type"]) {
    case "range": {
      // Session 0 is the current one; earlier sessions are not kept.
      if (request["session"] !== 0 && request["session"] !== SESSION) return [];
      const start = typeof request["start"] === "number" ? request["start"] : 0;
      const stop = typeof request["stop"] === "number" ? request["stop"] : Infinity;
      return entries.filter((entry) => entry.line >= start && entry.line < stop);
    }
    case "search": {
      const pattern = globPattern(
        typeof request["pattern"] === "string" ? request["pattern"] : "*",
      );
      let found = entries.filter((entry) => pattern.test(entry.input));
      if (request["unique"] === true) {
        found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
      }
      return count === undefined ? found : lastOf(found, count);
    }
    default:
      return lastOf(entries, count ?? entries.length);
  }
}

function lastOf<T>(items: readonly T[], count: number): readonly T[] {
  return count === 0 ? [] : items.slice(-count);
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s");
}

import type { PlotDescription } from "@genobook/kernel/messages";
import type { PlotSelection } from "./plot-links-token.ts";
import type { PlotRow } from "./rows.ts";
import { isThresholdWithin, shareStrata } from "./strata.ts";

/** The column that holds a channel's keys. */
const FIELDS: Readonly<Record<string, string>> = {
  variant: "variantId",
  stratum: "stratumId",
};

/** Of a point of a ROC curve: the people above its threshold. */
const THRESHOLD_FIELD = "thresholdId";

/** What a plot can pick and mark: the keys of its rows, by channel. */
export interface LinkedRows {
  shows(selection: PlotSelection): boolean;
  /** What a row stands for; null when it stands for nothing that other plots know. */
  selectionOf(row: unknown): PlotSelection | null;
  /** Whether a row is marked for what is picked: it is the same, has people in common with it, or divides its people. */
  marks(row: unknown, picked: PlotSelection): boolean;
}

export function linkedRows(
  description: PlotDescription | undefined,
  rows: readonly PlotRow[],
): LinkedRows {
  const links: unknown = description?.links;
  const channels = Object.keys(FIELDS).filter(
    (channel) => Array.isArray(links) && links.includes(channel),
  );
  const keys = new Map(
    channels.map((channel) => [channel, keysOf(rows, FIELDS[channel]!)] as const),
  );
  const thresholds: ReadonlySet<string> = channels.includes("stratum")
    ? keysOf(rows, THRESHOLD_FIELD)
    : new Set();
  return {
    shows: ({ channel, key }) => {
      const own = keys.get(channel);
      if (own === undefined) return false;
      if (own.has(key) || thresholds.has(key)) return true;
      if (channel !== "stratum") return false;
      return (
        [...own].some((other) => shareStrata(key, other)) ||
        [...thresholds].some((threshold) => isThresholdWithin(threshold, key))
      );
    },
    selectionOf: (row) => {
      for (const channel of channels) {
        const key = keyOf(row, FIELDS[channel]!);
        if (key !== undefined) return { channel, key };
      }
      const threshold = channels.includes("stratum") ? keyOf(row, THRESHOLD_FIELD) : undefined;
      return threshold === undefined ? null : { channel: "stratum", key: threshold };
    },
    marks: (row, { channel, key }) => {
      if (!channels.includes(channel)) return false;
      const own = keyOf(row, FIELDS[channel]!);
      if (channel !== "stratum") return own === key;
      if (own !== undefined) return shareStrata(own, key);
      const threshold = keyOf(row, THRESHOLD_FIELD);
      if (threshold === undefined) return false;
      // A point that was picked is one point, not all the people above it.
      return thresholds.has(key) ? threshold === key : isThresholdWithin(threshold, key);
    },
  };
}

function keysOf(rows: readonly PlotRow[], field: string): Set<string> {
  return new Set(rows.map((row) => keyOf(row, field)).filter((key) => key !== undefined));
}

/** An empty id or "." names no variant. */
function keyOf(row: unknown, field: string): string | undefined {
  const key = (row as PlotRow | null | undefined)?.[field];
  return typeof key === "string" && key !== "" && key !== "." ? key : undefined;
}

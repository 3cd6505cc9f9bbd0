import type { PlotDescription } from "@genobook/kernel/messages";
import type { PlotSelection } from "./plot-links-token.ts";
import type { PlotRow } from "./rows.ts";
import { shareStrata } from "./strata.ts";

/** The column that holds a channel's keys. */
const FIELDS: Readonly<Record<string, string>> = {
  variant: "variantId",
  stratum: "stratumId",
};

/** What a plot can pick and mark: the keys of its rows, by channel. */
export interface LinkedRows {
  shows(selection: PlotSelection): boolean;
  /** What a row stands for; null when it stands for nothing that other plots know. */
  selectionOf(row: unknown): PlotSelection | null;
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
    channels.map((channel) => [channel, new Set(rows.map((row) => keyOf(row, channel)))]),
  );
  return {
    shows: ({ channel, key }) => {
      const own = keys.get(channel);
      if (own === undefined || own.has(key)) return own !== undefined;
      return channel === "stratum" && [...own].some((other) => other && shareStrata(key, other));
    },
    selectionOf: (row) => {
      for (const channel of channels) {
        const key = keyOf(row, channel);
        if (key !== undefined) return { channel, key };
      }
      return null;
    },
  };
}

/** Whether what a row stands for is picked: the same variant, or people of whom some are picked. */
export function isPicked(own: PlotSelection | null, picked: PlotSelection): boolean {
  if (own === null || own.channel !== picked.channel) return false;
  return own.channel === "stratum" ? shareStrata(own.key, picked.key) : own.key === picked.key;
}

/** An empty id or "." names no variant. */
function keyOf(row: unknown, channel: string): string | undefined {
  const key = (row as PlotRow | null | undefined)?.[FIELDS[channel]!];
  return typeof key === "string" && key !== "" && key !== "." ? key : undefined;
}

import { readWholeFile, removeLocalFile } from "../../io/local-file.ts";
import { Table } from "../../table.ts";
import { settings } from "../network/settings.ts";
import { keptFiles } from "./answer-cache.ts";
import { decodeKept } from "./kept-answer.ts";

/** Columns of the answers that are kept on this disk. */
export interface CachedColumns extends Record<string, readonly string[] | Float64Array> {
  readonly url: readonly string[];
  readonly fetched: readonly string[];
  readonly checked: readonly string[];
  readonly release: readonly string[];
  readonly bytes: Float64Array;
  readonly path: readonly string[];
}

/**
 * The answers that are kept on this disk, which work with the network off; each is a file that can be read.
 *
 * @returns a row an answer, the latest first
 * @example
 * catalogues.network({ cacheFolder: "data/catalogues" });
 * (await catalogues.cached()).rowCount;
 */
export async function cached(): Promise<Table<CachedColumns>> {
  const rows: {
    url: string;
    fetched: string;
    checked: string;
    release: string;
    bytes: number;
    path: string;
  }[] = [];
  for (const { path, size } of await keptFiles()) {
    const kept = decodeKept(await readWholeFile(path));
    if (!kept) continue;
    const { url, fetched, checked, release } = kept.note;
    rows.push({ url, fetched, checked, release, bytes: size, path });
  }
  rows.sort((a, b) => (a.checked < b.checked ? 1 : -1));
  return new Table<CachedColumns>(
    {
      url: rows.map(({ url }) => url),
      fetched: rows.map(({ fetched }) => fetched),
      checked: rows.map(({ checked }) => checked),
      release: rows.map(({ release }) => release),
      bytes: Float64Array.from(rows, ({ bytes }) => bytes),
      path: rows.map(({ path }) => path),
    },
    { method: "kept answers of catalogues", source: settings().cacheFolder },
  );
}

/**
 * Removes all answers that are kept on this disk; downloaded files stay.
 *
 * @returns how many were removed
 * @example
 * catalogues.network({ cacheFolder: "data/catalogues" });
 * await catalogues.forget();
 */
export async function forget(): Promise<number> {
  let removed = 0;
  for (const { path } of await keptFiles()) {
    await removeLocalFile(path);
    removed += 1;
  }
  return removed;
}

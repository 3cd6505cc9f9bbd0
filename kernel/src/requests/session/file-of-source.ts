import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

/** Of a set of files, that which names it. */
const SET_ENDINGS = ["", ".bed", ".pgen"];

/**
 * The file that a data set says it was read from, from the kernel's folder with `/` between folders; undefined where there
 * is none of that name now.
 */
export function fileOfSource(source: string): string | undefined {
  // What was made in memory says so in words.
  if (source === "" || source.length > LONGEST_PATH) return undefined;
  const path = SET_ENDINGS.map((ending) => resolve(`${source}${ending}`)).find(isFile);
  return path === undefined ? undefined : relative(process.cwd(), path).split(sep).join("/");
}

const LONGEST_PATH = 1000;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

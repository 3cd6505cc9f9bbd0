import { appendFileSync, writeFileSync } from "node:fs";

/** Small seeded generator (mulberry32), so that the data are the same everywhere. */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes a text file line by line. */
export function lines(path, count, line, header = "") {
  writeFileSync(path, header);
  for (let start = 0; start < count; start += 10_000) {
    let text = "";
    for (let i = start; i < Math.min(count, start + 10_000); i++) text += line(i);
    appendFileSync(path, text);
  }
}

import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";

const RESULTS = new URL("RESULTS.md", import.meta.url);

/** Replaces the part of RESULTS.md between `<!-- name -->` and `<!-- /name -->`. */
export function writeSection(name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = readFileSync(RESULTS, "utf8");
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`RESULTS.md has no section ${start} … ${end}.`);
  const after = `${before.slice(0, from + start.length)}\n\n${text.trim()}\n\n${before.slice(to)}`;
  writeFileSync(RESULTS, after);
}

/** The machine in a few words, for a table's caption. */
export function machine() {
  return `${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} threads, Node ${process.version}`;
}

/** A table of Markdown. */
export function markdownTable(header, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

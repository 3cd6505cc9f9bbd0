import { readFileSync } from "node:fs";

/** What two reports of the same columns differ in: `{ rows, lines, columns: { P: { rows, units } } }`. */
export function compareReports(paths) {
  const total = { rows: 0, lines: 0, columns: {} };
  for (const [theirs, ours] of paths) addDifferences(total, readLines(theirs), readLines(ours));
  return total;
}

/** One sentence for people. */
export function describeDifferences({ rows, lines, columns }) {
  if (lines === 0) return `all ${rows} rows equal, byte for byte`;
  const parts = Object.entries(columns).map(
    ([name, { rows: count, units }]) =>
      `${name} ${count} (${Number.isFinite(units) ? `≤ ${units.toFixed(0)} in the sixth digit` : "not a number on one side"})`,
  );
  return `${lines} of ${rows} rows differ: ${parts.join(", ")}`;
}

function readLines(path) {
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

function addDifferences(total, theirs, ours) {
  if (theirs[0] !== ours[0]) throw new Error(`other columns: ${theirs[0]} and ${ours[0]}`);
  if (theirs.length !== ours.length) {
    throw new Error(`${theirs.length - 1} rows of plink2, ${ours.length - 1} of ours`);
  }
  const names = theirs[0].slice(1).split("\t");
  total.rows += theirs.length - 1;
  for (let i = 1; i < theirs.length; i++) {
    if (theirs[i] === ours[i]) continue;
    total.lines++;
    const [a, b] = [theirs[i].split("\t"), ours[i].split("\t")];
    names.forEach((name, c) => {
      if (a[c] === b[c]) return;
      const column = (total.columns[name] ??= { rows: 0, units: 0 });
      column.rows++;
      column.units = Math.max(column.units, unitsApart(a[c], b[c]));
    });
  }
}

/** Units of the sixth significant digit. By logarithms where a number is below the smallest double. */
function unitsApart(a, b) {
  const [x, y] = [a, b].map((text) => /^(-?[\d.]+)(?:e([-+]\d+))?$/.exec(text));
  if (!x || !y) return Infinity;
  const exponent = (match) => Number(match[2] ?? 0) + Math.floor(Math.log10(Math.abs(match[1])));
  const top = Math.max(exponent(x), exponent(y));
  if (!Number.isFinite(top)) return Infinity;
  const scaled = (match) => Number(match[1]) * 10 ** (Number(match[2] ?? 0) - top);
  return Math.abs(scaled(x) - scaled(y)) * 1e5;
}

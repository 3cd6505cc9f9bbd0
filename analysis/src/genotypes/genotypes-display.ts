import type { Genotypes } from "./genotypes.ts";

const DISPLAY = Symbol.for("Jupyter.display");
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** One line for people: size, chromosomes, source. Never a sample's id. */
function describeGenotypes({ variants, samples, source, notices }: Genotypes): string {
  const counted = (count: number, noun: string): string =>
    `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
  const line = `${counted(variants.count, "variant")} × ${counted(samples.count, "sample")}, ${chromosomes(variants.chromosome)}, from ${source}`;
  return [`Genotypes: ${line}`, ...(notices ?? [])].join("\n");
}

/** Makes genotypes show themselves in a notebook and a console; the methods stay out of sight of loops over keys. */
export function attachGenotypesDisplay(genotypes: Genotypes): Genotypes {
  const bundle = (): Record<string, string> => {
    const [line = "", ...notices] = describeGenotypes(genotypes).split("\n");
    const rest = notices.map((notice) => `<br><small>${escapeHtml(notice)}</small>`).join("");
    const text = escapeHtml(line).replace("Genotypes:", "<b>Genotypes</b>");
    return { "text/plain": describeGenotypes(genotypes), "text/html": `<div>${text}${rest}</div>` };
  };
  Object.defineProperty(genotypes, DISPLAY, { value: bundle });
  Object.defineProperty(genotypes, INSPECT, { value: () => describeGenotypes(genotypes) });
  return genotypes;
}

const NAMES = new Map([
  [0, "unplaced contigs"],
  [23, "X"],
  [24, "Y"],
  [25, "MT"],
]);

function chromosomes(codes: Uint8Array): string {
  const present = [...new Set(codes)].sort((a, b) => (a || 99) - (b || 99));
  const parts: string[] = [];
  for (let i = 0; i < present.length;) {
    let j = i;
    while (j + 1 < present.length && present[j + 1] === present[j] + 1 && present[j + 1] <= 22) j++;
    const name = (code: number): string => NAMES.get(code) ?? String(code);
    parts.push(j > i ? `${name(present[i])}–${name(present[j])}` : name(present[i]));
    i = j + 1;
  }
  if (parts.length === 0) return "no chromosomes";
  return `chromosome${present.length === 1 ? "" : "s"} ${parts.join(", ")}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

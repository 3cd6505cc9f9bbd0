import { counted } from "../words.ts";
import type { Genotypes, Samples } from "./genotypes.ts";

const DISPLAY = Symbol.for("Jupyter.display");
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** One line for people: size, chromosomes, source. Never a sample's id. */
function describeGenotypes({ variants, samples, source, notices }: Genotypes): string {
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
  const samples = (): string => describeSamples(genotypes.samples);
  // A selection of variants shares its samples with the whole.
  const shared = { configurable: true };
  Object.defineProperty(genotypes.samples, INSPECT, { ...shared, value: samples });
  Object.defineProperty(genotypes.samples, DISPLAY, {
    ...shared,
    value: () => ({ "text/plain": samples() }),
  });
  return genotypes;
}

function describeSamples({ count, sex }: Samples): string {
  const of = (code: number): number => sex.reduce((sum, value) => sum + Number(value === code), 0);
  const parts = [`${of(1)} male`, `${of(2)} female`, `${of(0)} of unknown sex`];
  const present = parts.filter((part) => !part.startsWith("0 "));
  return `${count.toLocaleString("en-US")} samples: ${present.join(", ")}; their ids are in individualId and are not shown`;
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

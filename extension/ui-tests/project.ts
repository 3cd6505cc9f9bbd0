import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { plot } from "@genobook/analysis";
import { PLOT_MIME, VEGA_LITE_MIME } from "@genobook/kernel/messages";

const BED_MAGIC = Uint8Array.of(0x6c, 0x1b, 0x01);

/** An empty folder for a test's project. */
export function projectFolder(): string {
  return mkdtempSync(join(tmpdir(), "genobook-project-"));
}

export function writeProjectFile(root: string, path: string, content: string | Uint8Array): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A PLINK 1 set whose `.bed` is a hole of the right size after its first bytes, so that it may be larger than the disk. */
export function writeSparseCohort(
  root: string,
  stem: string,
  counts: { readonly variants: number; readonly samples: number },
): void {
  const { variants, samples } = counts;
  const people = Array.from({ length: samples }, (_, i) => `F${i} I${i} 0 0 ${1 + (i % 2)} -9\n`);
  const sites = Array.from(
    { length: variants },
    (_, i) => `1\trs${i + 1}\t0\t${1000 + i * 50}\tA\tG\n`,
  );
  writeProjectFile(root, `${stem}.fam`, people.join(""));
  writeProjectFile(root, `${stem}.bim`, sites.join(""));
  const bed = join(root, `${stem}.bed`);
  const file = openSync(bed, "w");
  writeSync(file, BED_MAGIC);
  closeSync(file);
  truncateSync(bed, 3 + variants * Math.ceil(samples / 4));
}

/** A notebook of code cells, with outputs where a test wants some on the page without a kernel. */
export function notebookText(
  cells: readonly { readonly source: string; readonly outputs?: readonly object[] }[],
  kernel = "genobook",
): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: "TypeScript", language: "typescript" } },
    cells: cells.map(({ source, outputs = [] }, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      source,
      outputs,
    })),
  });
}

/** A plot as the kernel displays it, for a notebook whose outputs are on the page without a kernel. */
export function plotOutput(spec: ReturnType<typeof plot.qq>): object {
  const description = spec.usermeta.genobook;
  const data = {
    [PLOT_MIME]: description,
    [VEGA_LITE_MIME]: spec,
    "text/plain": description.summary,
  };
  return { output_type: "display_data", metadata: {}, data };
}

import { open as openHandle } from "node:fs/promises";
import { inflateSome } from "./inflate-some.ts";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import type { Library, ShownFile } from "./shown-file.ts";
import { showGenotypes } from "./show-genotypes.ts";
import { showLdPanel } from "./show-ld-panel.ts";
import { showScores } from "./show-scores.ts";
import { showSummaryStatistics } from "./show-summary-statistics.ts";

const GENOTYPES = /\.(?:bed|bim|fam|pgen|pvar|psam)(?:\.gz|\.zst)?$/i;
const LD_MAGIC = "GENOLD\r\n";
const HEAD_BYTES = 64 * 1024;

/**
 * Opens a file as what it is by its content.
 *
 * @throws KernelRefusal for files of people's traits; the library's errors for what it cannot read
 */
export async function showFile(library: Library, file: string): Promise<ShownFile> {
  if (GENOTYPES.test(file)) return showGenotypes(library, file);
  const head = await headOf(file);
  if (head.startsWith(LD_MAGIC)) return showLdPanel(library, file);
  if (isScoringHead(head)) return showScores(library, file);
  if (isPeopleHead(head)) {
    throw new KernelRefusal("people");
  }
  try {
    return await showSummaryStatistics(library, file);
  } catch (error) {
    // A table of variants and weights has neither P values nor errors.
    const scores = await showScores(library, file).catch(() => undefined);
    if (scores) return scores;
    throw error;
  }
}

async function headOf(file: string): Promise<string> {
  const handle = await openHandle(file, "r");
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return new TextDecoder("latin1").decode(inflateSome(bytes));
  } finally {
    await handle.close();
  }
}

function isScoringHead(head: string): boolean {
  if (/^#+\s*PGS CATALOG/i.test(head)) return true;
  const header = head.split(/\r?\n/).find((line) => !line.startsWith("##") && !/^#\w+=/.test(line));
  return /(?:^|[\t ,])(?:effect_weight|dosage_0_weight)(?:$|[\t ,])/i.test(header ?? "");
}

function isPeopleHead(head: string): boolean {
  return /^#?(?:FID[\t ,]+)?IID(?:$|[\t ,\r\n])/.test(head);
}

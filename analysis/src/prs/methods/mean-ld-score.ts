import type { LdPanel } from "../../ld/ld-panel.ts";
import { usedLd } from "./panel-blocks.ts";

/** Mean over the used variants of the sum of r² with all of them, itself included: how many tell of one effect. */
export async function meanLdScore(panel: LdPanel, variant: Uint32Array): Promise<number> {
  const ld = usedLd(panel, variant);
  let sum = 0;
  for (let b = 0; b < ld.blockCount; b++) {
    const { r } = await ld.readBlock(b);
    for (let e = 0; e < r.length; e++) sum += r[e] * r[e];
  }
  return sum / variant.length;
}

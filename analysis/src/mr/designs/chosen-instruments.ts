import type { ComputeOptions } from "../../compute/run-method.ts";
import type { Table } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import type { InstrumentOptions } from "../instruments/instrument-options.ts";
import { instruments } from "../instruments/instruments.ts";
import type { Instruments } from "../instruments/instruments-table.ts";

/** How designs with several traits choose the instruments of each. */
export interface ChoiceOptions extends ComputeOptions {
  /** Largest P of an instrument, 5e-8 by default. */
  readonly threshold?: number | undefined;
  /** As of `mr.instruments`. */
  readonly clump?: Exclude<InstrumentOptions["clump"], false>;
}

/** Instruments of one trait, clumped by distance or, which takes reading, in a panel. */
export async function chooseOf(
  table: Table,
  exposureTrait: Partial<MrTrait>,
  { threshold, clump, compute, signal, onProgress }: ChoiceOptions,
): Promise<Instruments> {
  const running = { compute, signal, onProgress };
  if (clump?.genotypes) return instruments(table, { threshold, clump, exposureTrait, ...running });
  return instruments(table, { threshold, clump, exposureTrait });
}

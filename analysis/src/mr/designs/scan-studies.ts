import { InvalidArgumentError, isAnalysisError, type AnalysisError } from "../../errors.ts";
import type { Table } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import { readAssociationTable, type AssociationReader } from "../harmonise/association-reader.ts";
import { traitOf } from "../harmonise/trait.ts";
import { instruments } from "../instruments/instruments.ts";
import type { InstrumentOptions, PanelClumping } from "../instruments/instrument-options.ts";
import { Instruments } from "../instruments/instruments-table.ts";
import { NotEstimableError } from "../mr-errors.ts";

/** A table with a name of its own, and what it does not say of itself. */
export interface ScanStudy extends Partial<MrTrait> {
  readonly name: string;
  readonly table: Table;
}

export type ScanInput = Table | ScanStudy;

/** One study, or many: in an array, or one after another from a generator that opens them. */
export type ScanInputs = ScanInput | Iterable<ScanInput> | AsyncIterable<ScanInput>;

export interface NamedStudy {
  readonly name: string;
  readonly table: Table;
  readonly trait: Partial<MrTrait>;
}

/** An exposure whose instruments are chosen; everything else of its table is forgotten. */
export interface ChosenExposure {
  readonly name: string;
  readonly trait: Partial<MrTrait>;
  /** Rows of its table. */
  readonly variantCount: number;
  readonly instruments?: Instruments | undefined;
  readonly reader?: AssociationReader | undefined;
  readonly refusal?: AnalysisError | undefined;
}

/** How many there are, where that is known before they are all opened. */
export function countOf(inputs: ScanInputs): number {
  return isOne(inputs) ? 1 : Array.isArray(inputs) ? inputs.length : 0;
}

/** Study after study, each under a name that no other has. */
export async function* namedStudies(
  inputs: ScanInputs,
  role: "exposure" | "outcome",
): AsyncGenerator<NamedStudy> {
  const seen = new Map<string, number>();
  let position = 0;
  for await (const input of isOne(inputs) ? [inputs] : inputs) {
    position += 1;
    const { table, ...trait } = "columns" in input ? { table: input } : input;
    const said = readsAsTable(table) ? table.provenance["trait"] : undefined;
    const fallback = typeof said === "string" && said !== "" ? said : `${role} ${position}`;
    const wanted = ("name" in trait ? trait.name : undefined) ?? fallback;
    const repeats = (seen.get(wanted) ?? 0) + 1;
    seen.set(wanted, repeats);
    const name = repeats === 1 ? wanted : `${wanted} (${repeats})`;
    yield { name, table, trait: { ...trait, name } };
  }
  if (position > 0) return;
  throw new InvalidArgumentError(`${role}s`, {
    what: `There is no ${role} to scan.`,
    why: `${role}s is empty.`,
    remedy: "Give at least one table of associations.",
  });
}

/** Chooses the instruments of an exposure; what forbids it becomes the exposure's refusal. */
export async function chooseInstruments(
  { name, table, trait }: NamedStudy,
  options: InstrumentOptions,
): Promise<ChosenExposure> {
  const variantCount = readsAsTable(table) ? table.rowCount : 0;
  try {
    const found =
      table instanceof Instruments
        ? table
        : // By distance they are there at once, which awaiting does not mind.
          await instruments(table, { ...options, exposureTrait: trait } as InstrumentOptions & {
            clump: PanelClumping;
          });
    if (found.rowCount === 0) {
      return { name, trait, variantCount, refusal: noInstruments(name, variantCount, options) };
    }
    const { columns, provenance, attrition, notices, removed } = found;
    const chosen = new Instruments(columns, provenance, {
      exposure: traitOf(readAssociationTable(found, "exposure"), trait, found.exposure.name),
      attrition,
      notices,
      removed: removed.take([]),
    });
    const reader = readAssociationTable(chosen, "exposure");
    return { name, trait, variantCount, instruments: chosen, reader };
  } catch (error) {
    if (!isAnalysisError(error) || isAnalysisError(error, "cancelled")) throw error;
    return { name, trait, variantCount, refusal: error };
  }
}

function noInstruments(
  name: string,
  rows: number,
  { threshold = 5e-8 }: InstrumentOptions,
): NotEstimableError {
  return new NotEstimableError("TOO_FEW_VARIANTS", {
    what: `${name} has no instrument.`,
    why: `None of its ${rows} variants has P up to ${threshold} and passes the other conditions.`,
    remedy: "Raise the threshold, or leave this exposure out.",
  });
}

function isOne(inputs: ScanInputs): inputs is ScanInput {
  return "columns" in inputs || "table" in inputs;
}

/** What is no table is told by who reads it. */
function readsAsTable(table: unknown): boolean {
  return typeof table === "object" && table !== null && "provenance" in table;
}

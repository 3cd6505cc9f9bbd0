import type { IdKernels, IdMatch, IdTable } from "../../io/id-table.ts";
import { haveSameTexts, type TextTable } from "../../io/text-table.ts";
import { createArena, type Arena } from "../arena.ts";
import { instantiateKernels } from "../wasm/kernels.ts";
import type { WasmModule } from "../wasm/webassembly.ts";

/** Bytes beyond the end of a text that are read. */
const SPARE = 32;

/** Finds people by the bytes of their ids, in memory that is given back after each look. */
export function idKernels(module: WasmModule): IdKernels {
  return {
    survey({ families, individuals }) {
      const arena = arenaFor([families, individuals]);
      const kernels = instantiateKernels(module, arena);
      const { count } = individuals;
      const texts = placed(arena, individuals);
      const family = families && placed(arena, families);
      const isOneFamily = !family || kernels.areOneText(count, family.bytes, family.starts) !== 0;
      // Most files list people in an order; of the others each id is looked up.
      if (kernels.areAscending(count, texts.bytes, texts.starts))
        return { repeats: 0, isOneFamily };
      const { slots, bits } = emptySlots(arena, count);
      const repeats = kernels.indexIds(
        count,
        isOneFamily ? 0 : family.bytes,
        isOneFamily ? 0 : family.starts,
        texts.bytes,
        texts.starts,
        slots,
        bits,
      );
      return { repeats, isOneFamily };
    },

    match(samples, phenotypes, byFamily): IdMatch {
      const isUnique = byFamily || phenotypes.families === undefined || phenotypes.isOneFamily;
      if (isUnique && areSame(samples, phenotypes, byFamily)) {
        const { count } = samples.individuals;
        return { rowOfSample: numbersTo(count), found: count, ambiguous: 0, isInOrder: true };
      }
      const families = byFamily ? [samples.families, phenotypes.families] : [];
      const arena = arenaFor([samples.individuals, phenotypes.individuals, ...families]);
      const kernels = instantiateKernels(module, arena);
      const own = placedIds(arena, samples, byFamily);
      const other = placedIds(arena, phenotypes, byFamily);
      const rows = arena.int32(own.count);
      const isMatched = arena.zeroed(arena.uint8(other.count));
      const state = arena.zeroed(arena.int32(4));
      let repeats = 0;
      let index = { slots: 0, bits: 0 };
      const fillIndex = (): void => {
        index = emptySlots(arena, other.count);
        repeats = kernels.indexIds(
          other.count,
          other.families,
          other.familyStarts,
          other.individuals,
          other.individualStarts,
          index.slots,
          index.bits,
        );
      };
      if (!isUnique) fillIndex();
      const matchFrom = (from: number): number =>
        kernels.matchIds(
          from,
          own.count,
          own.families,
          own.familyStarts,
          own.individuals,
          own.individualStarts,
          other.count,
          other.families,
          other.familyStarts,
          other.individuals,
          other.individualStarts,
          index.slots,
          index.bits,
          arena.pointer(isMatched),
          arena.pointer(rows),
          arena.pointer(state),
        );
      const done = matchFrom(0);
      if (done < own.count) {
        fillIndex();
        matchFrom(done);
      }
      return {
        rowOfSample: new Int32Array(rows),
        found: state[1],
        ambiguous: state[2] + repeats,
        isInOrder: state[3] === own.count,
      };
    },
  };
}

function areSame(a: IdTable, b: IdTable, byFamily: boolean): boolean {
  if (!haveSameTexts(a.individuals, b.individuals)) return false;
  return !byFamily || haveSameTexts(a.families!, b.families!);
}

function numbersTo(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

interface PlacedIds {
  readonly count: number;
  /** Addresses; 0 where families are not asked for. */
  readonly families: number;
  readonly familyStarts: number;
  readonly individuals: number;
  readonly individualStarts: number;
}

function placedIds(arena: Arena, { families, individuals }: IdTable, byFamily: boolean): PlacedIds {
  const family = byFamily && families ? placed(arena, families) : { bytes: 0, starts: 0 };
  const individual = placed(arena, individuals);
  return {
    count: individuals.count,
    families: family.bytes,
    familyStarts: family.starts,
    individuals: individual.bytes,
    individualStarts: individual.starts,
  };
}

function placed(
  arena: Arena,
  { bytes, starts }: TextTable,
): { readonly bytes: number; readonly starts: number } {
  const text = arena.uint8(bytes.length + SPARE);
  text.set(bytes);
  const places = arena.uint32(starts.length);
  places.set(starts);
  return { bytes: arena.pointer(text), starts: arena.pointer(places) };
}

function emptySlots(arena: Arena, count: number): { slots: number; bits: number } {
  let bits = 4;
  while (2 ** bits < 2 * count) bits++;
  // Memory that grows is zero, and nothing was in this arena before.
  return { slots: arena.pointer(arena.int32(2 ** bits)), bits };
}

function arenaFor(tables: readonly (TextTable | undefined)[]): Arena {
  let bytes = 0;
  for (const table of tables) {
    // Text, starts, slots (up to four a row) and the row.
    if (table) bytes += table.bytes.length + 28 * table.count + 1024;
  }
  return createArena(bytes);
}

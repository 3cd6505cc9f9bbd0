import type { SampleTable } from "../../io/sample-table.ts";

/** Who was seen, without their ids: 53-bit hashes, of families and individuals where families are known. */
export interface PeopleHashes {
  readonly individuals: ReadonlySet<number>;
  /** Absent when the data name individuals only. */
  readonly withFamilies?: ReadonlySet<number> | undefined;
}

/** Two different ids share a hash once in about 10¹⁶ pairs. */
export function hashOf(text: string, seed = 0): number {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x85ebca6b ^ Math.floor(seed / 4294967296);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
    a ^= b >>> 15;
    b ^= a >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
  b = Math.imul(b ^ (b >>> 16), 0x735a2d97);
  a ^= b >>> 15;
  b ^= a >>> 14;
  return (b >>> 11) * 4294967296 + (a >>> 0);
}

/** Ids of a person as one text; a family of "0" is none. */
export function familyKey(family: string, individual: string): string {
  return `${family.length}:${family}${individual}`;
}

export function hasFamilies({ familyId }: SampleTable): boolean {
  return familyId?.some((id) => id !== "0") ?? false;
}

export function peopleHashes(people: SampleTable): PeopleHashes {
  const { individualId, familyId } = people;
  const individuals = new Set(individualId.map((id) => hashOf(id)));
  if (!familyId || !hasFamilies(people)) return { individuals };
  return {
    individuals,
    withFamilies: new Set(individualId.map((id, i) => hashOf(familyKey(familyId[i], id)))),
  };
}

/** How many of these people are among those: by both ids where both know families, else by the individual's. */
export function countShared(people: SampleTable, seen: PeopleHashes): number {
  const { familyId, individualId } = people;
  const { withFamilies, individuals } = seen;
  if (withFamilies && familyId && hasFamilies(people)) {
    return individualId.filter((id, i) => withFamilies.has(hashOf(familyKey(familyId[i], id))))
      .length;
  }
  return individualId.filter((id) => individuals.has(hashOf(id))).length;
}

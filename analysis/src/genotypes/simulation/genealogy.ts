import type { RandomStream } from "../../random.ts";

/** Founder haplotypes; each is a bit of a 32-bit word. */
export const FOUNDERS = 32;

/** The genealogy of the founder haplotypes at one place of a chromosome, changed by recombination along it. */
export interface Genealogy {
  /** Moves along by `basePairs`, with as many recombinations as fall in between. */
  advance(basePairs: number): void;
  /** Founders that carry a mutation at a random point of the tree, as bits. */
  mutate(): number;
}

/**
 * The sequentially Markov coalescent of 32 haplotypes: neutral allele frequencies, and correlation that falls with the
 * recombinations between two places.
 *
 * @param recombination - 4 × effective size × recombinations per base pair and generation
 * @see McVean & Cardin 2005, doi:10.1098/rstb.2005.1673
 */
export function founderGenealogy(recombination: number, random: RandomStream): Genealogy {
  const nodes = 2 * FOUNDERS - 1;
  const time = new Float64Array(nodes);
  const parent = new Int32Array(nodes).fill(-1);
  const left = new Int32Array(nodes).fill(-1);
  const right = new Int32Array(nodes).fill(-1);
  /** Of the branch above each node; 0 above the root. */
  const lengths = new Float64Array(nodes);
  let root = coalesceAll();
  let total = measureBranches();

  function coalesceAll(): number {
    const lineages = Array.from({ length: FOUNDERS }, (_, i) => i);
    let now = 0;
    for (let node = FOUNDERS; node < nodes; node++) {
      now += random.exponential((lineages.length * (lineages.length - 1)) / 2);
      const [a] = lineages.splice(random.integer(lineages.length), 1);
      const [b] = lineages.splice(random.integer(lineages.length), 1);
      join(node, a, b, now);
      lineages.push(node);
    }
    return lineages[0];
  }

  function join(node: number, a: number, b: number, at: number): void {
    time[node] = at;
    left[node] = a;
    right[node] = b;
    parent[a] = node;
    parent[b] = node;
  }

  function measureBranches(): number {
    let sum = 0;
    for (let node = 0; node < nodes; node++) {
      lengths[node] = node === root ? 0 : time[parent[node]] - time[node];
      sum += lengths[node];
    }
    return sum;
  }

  /** A branch drawn by its length, named by its lower node, and a time on it. */
  function randomPoint(): readonly [branch: number, at: number] {
    let rest = random.uniform() * total;
    let last = 0;
    for (let node = 0; node < nodes; node++) {
      if (node === root) continue;
      if (rest < lengths[node]) return [node, time[node] + rest];
      rest -= lengths[node];
      last = node;
    }
    return [last, time[last]];
  }

  function replaceChild(of: number, old: number, by: number): void {
    if (left[of] === old) left[of] = by;
    else right[of] = by;
  }

  function recombine(): void {
    const [branch, at] = randomPoint();
    const freed = parent[branch];
    const sibling = left[freed] === branch ? right[freed] : left[freed];
    const above = parent[freed];
    parent[sibling] = above;
    if (above >= 0) replaceChild(above, freed, sibling);
    else root = sibling;
    parent[branch] = -1;
    const [target, when] = coalescence(branch, freed, at);
    const over = parent[target];
    join(freed, branch, target, when);
    parent[freed] = over;
    if (over >= 0) replaceChild(over, target, freed);
    else root = freed;
    total = measureBranches();
  }

  // Where the cut lineage meets the rest of the tree again: each of its lineages at rate 1. Nodes under the cut need no
  // exception but the cut's own: their parents are younger than the cut, so no branch of theirs reaches it.
  function coalescence(
    cut: number,
    freed: number,
    from: number,
  ): readonly [target: number, when: number] {
    let now = from;
    for (;;) {
      let count = 0;
      let next = Infinity;
      for (let node = 0; node < nodes; node++) {
        if (node === freed || node === cut) continue;
        if (time[node] > now) {
          if (time[node] < next) next = time[node];
        } else if (node === root || time[parent[node]] > now) {
          count++;
        }
      }
      const when = now + random.exponential(count);
      if (when < next) return [lineageAt(now, random.integer(count), cut, freed), when];
      now = next;
    }
  }

  function lineageAt(now: number, index: number, cut: number, freed: number): number {
    let rest = index;
    for (let node = 0; node < nodes; node++) {
      if (node === freed || node === cut || time[node] > now) continue;
      if ((node === root || time[parent[node]] > now) && rest-- === 0) return node;
    }
    return root;
  }

  function carriers(node: number): number {
    if (node < FOUNDERS) return (1 << node) >>> 0;
    return (carriers(left[node]) | carriers(right[node])) >>> 0;
  }

  return {
    advance(basePairs) {
      for (let at = 0; ;) {
        at += random.exponential((recombination / 2) * total);
        if (at > basePairs) return;
        recombine();
      }
    },
    mutate() {
      const [branch] = randomPoint();
      return carriers(branch);
    },
  };
}

/** Associations to be clumped; a row each, any order. */
export interface ClumpCandidates {
  readonly chromosome: ArrayLike<number>;
  readonly basePairLocation: ArrayLike<number>;
  readonly negLog10PValue: ArrayLike<number>;
}

/** Who is clumped under whom. */
export interface ClumpAssignment {
  /** Of each candidate: its lead, itself for a lead, −1 for one that is too weak for either. */
  readonly lead: Int32Array;
  /** r² with its lead; 1 for a lead, NaN where distance alone decided. */
  readonly r2: Float64Array;
}

/** Candidates from the strongest to the weakest; equally strong ones by place, as PLINK does. */
export function strongestFirst({
  chromosome,
  basePairLocation,
  negLog10PValue,
}: ClumpCandidates): Int32Array {
  const order = Int32Array.from({ length: negLog10PValue.length }, (_, i) => i);
  return order.sort(
    (i, j) =>
      descending(negLog10PValue[i], negLog10PValue[j]) ||
      chromosome[i] - chromosome[j] ||
      basePairLocation[i] - basePairLocation[j] ||
      i - j,
  );
}

/**
 * By distance alone: the strongest takes all within the window, then the strongest of the rest. One without a place
 * (chromosome or position 0) goes with nobody.
 */
export function clumpByWindow(candidates: ClumpCandidates, kilobases: number): ClumpAssignment {
  const order = strongestFirst(candidates);
  const { chromosome, basePairLocation } = candidates;
  const lead = new Int32Array(order.length).fill(-1);
  const r2 = new Float64Array(order.length).fill(NaN);
  const leads = new Map<number, number[]>();
  for (const i of order) {
    const isPlaced = chromosome[i] > 0 && basePairLocation[i] > 0;
    const near = (isPlaced ? (leads.get(chromosome[i]) ?? []) : []).find(
      (j) => Math.abs(basePairLocation[i] - basePairLocation[j]) <= kilobases * 1000,
    );
    lead[i] = near ?? i;
    if (near !== undefined) continue;
    r2[i] = 1;
    const own = leads.get(chromosome[i]);
    if (own) own.push(i);
    else leads.set(chromosome[i], [i]);
  }
  return { lead, r2 };
}

// Infinities, of P values of 0, are equal.
function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}

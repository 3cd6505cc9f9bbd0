import { chiSquareLnP } from "../../stats/chi-square.ts";
import { Table, type Column } from "../../table.ts";
import type { PlacedPeople } from "./people-columns.ts";
import { squaredDistance, type Cloud } from "./population-cloud.ts";

/** The most similar population of each person. */
export interface Nearest {
  readonly population: Int32Array;
  /** By population: squared distances. */
  readonly distances: readonly Float64Array[];
  /** Of the least distance. */
  readonly negLog10PValue: Float64Array;
  readonly isLow: Uint8Array;
}

/** The population at the least distance along the first k components. */
export function nearestOf(
  clouds: readonly Cloud[],
  people: PlacedPeople,
  k: number,
  leastP: number,
): Nearest {
  const axes = people.components.slice(0, k);
  const distances = clouds.map((cloud) =>
    Float64Array.from({ length: people.count }, (_, i) => squaredDistance(cloud, axes, i)),
  );
  const population = Int32Array.from({ length: people.count }, (_, i) =>
    distances.reduce((best, own, p) => (own[i] < distances[best][i] ? p : best), 0),
  );
  const negLog10PValue = Float64Array.from(
    population,
    (p, i) => -chiSquareLnP(distances[p][i], k) / Math.LN10,
  );
  const isLow = Uint8Array.from(negLog10PValue, (value) => Number(value > -Math.log10(leastP)));
  return { population, distances, negLog10PValue, isLow };
}

/** A row a person: distances, and how unlikely the least is. */
export function similarityTable(
  { familyId, individualId }: PlacedPeople,
  { population, distances, negLog10PValue, isLow }: Nearest,
  populations: readonly string[],
): Table {
  const columns: Record<string, Column> = {
    familyId,
    individualId,
    mostSimilarPopulation: Array.from(population, (p) => populations[p]),
    negLog10PValue,
    isLowConfidence: isLow,
  };
  populations.forEach((name, p) => (columns[`squaredDistance ${name}`] = distances[p]));
  return new Table(columns, { method: "Mahalanobis distance" });
}

/** People of each population, of those that count. */
export function countNearest(
  populations: readonly string[],
  { population }: Nearest,
  isCounted: (i: number) => boolean,
): Int32Array {
  const counts = new Int32Array(populations.length);
  population.forEach((p, i) => (counts[p] += Number(isCounted(i))));
  return counts;
}

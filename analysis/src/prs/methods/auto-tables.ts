import { Table } from "../../table.ts";
import type { AutoPath } from "./auto-chains.ts";
import type { AutoSettings } from "./auto-settings.ts";
import { quantile, type JudgedChain } from "./judge-chains.ts";

export type AutoEstimateColumns = {
  /** `heritability`, `causal share`, `alpha`. */
  readonly parameter: readonly string[];
  /** Posterior mean of the kept chains. */
  readonly estimate: Float64Array;
  readonly standardDeviation: Float64Array;
  /** 95 % credible interval. */
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  /** Spread between kept chains over that within them, 1 when they agree (Gelman & Rubin); NaN with one chain. */
  readonly rHat: Float64Array;
};

export type AutoChainColumns = {
  readonly chain: Int32Array;
  readonly causalShareStart: Float64Array;
  /** Means after the burn-in; NaN where the chain diverged. */
  readonly heritability: Float64Array;
  readonly causalShare: Float64Array;
  readonly alpha: Float64Array;
  /** Largest minus smallest predicted correlation. */
  readonly range: Float64Array;
  /** 1 where the weights are means over this chain too. */
  readonly isKept: Uint8Array;
  readonly verdict: readonly string[];
};

export type AutoPathColumns = {
  readonly chain: Int32Array;
  /** From 1, the burn-in included. */
  readonly iteration: Int32Array;
  readonly heritability: Float64Array;
  readonly causalShare: Float64Array;
  readonly alpha: Float64Array;
};

type Parameter = Exclude<keyof AutoPath, "length">;

const PARAMETERS: readonly (readonly [Parameter, string])[] = [
  ["heritability", "heritability"],
  ["causalShare", "causal share"],
  ["alpha", "alpha"],
];

/** @param kept - indices of chains, at least one */
export function estimateTable(
  paths: readonly AutoPath[],
  { burnIn }: AutoSettings,
  kept: readonly number[],
): Table<AutoEstimateColumns> {
  const pooled = PARAMETERS.map(([parameter]) => {
    const draws = kept.map((c) => paths[c][parameter].subarray(burnIn));
    const all = Float64Array.from(draws.flatMap((values) => Array.from(values))).sort();
    const { mean, variance } = moments(all);
    return {
      mean,
      deviation: Math.sqrt(variance),
      lower: quantile(all, 0.025),
      upper: quantile(all, 0.975),
      rHat: gelmanRubin(draws),
    };
  });
  return new Table<AutoEstimateColumns>({
    parameter: PARAMETERS.map(([, name]) => name),
    estimate: Float64Array.from(pooled, ({ mean }) => mean),
    standardDeviation: Float64Array.from(pooled, ({ deviation }) => deviation),
    ciLower: Float64Array.from(pooled, ({ lower }) => lower),
    ciUpper: Float64Array.from(pooled, ({ upper }) => upper),
    rHat: Float64Array.from(pooled, ({ rHat }) => rHat),
  });
}

export function chainTable(
  paths: readonly AutoPath[],
  judged: readonly JudgedChain[],
  { causalShares, burnIn }: AutoSettings,
): Table<AutoChainColumns> {
  const means = (parameter: Parameter): Float64Array =>
    Float64Array.from(paths, (path) =>
      path.length < path[parameter].length ? NaN : moments(path[parameter].subarray(burnIn)).mean,
    );
  return new Table<AutoChainColumns>({
    chain: Int32Array.from(judged, (_, c) => c + 1),
    causalShareStart: Float64Array.from(causalShares),
    heritability: means("heritability"),
    causalShare: means("causalShare"),
    alpha: means("alpha"),
    range: Float64Array.from(judged, ({ range }) => range),
    isKept: Uint8Array.from(judged, ({ isKept }) => Number(isKept)),
    verdict: judged.map(({ verdict }) => verdict),
  });
}

export function pathTable(paths: readonly AutoPath[]): Table<AutoPathColumns> {
  const rows = paths.reduce((sum, { length }) => sum + length, 0);
  const chain = new Int32Array(rows);
  const iteration = new Int32Array(rows);
  const joined = {
    heritability: new Float64Array(rows),
    causalShare: new Float64Array(rows),
    alpha: new Float64Array(rows),
  };
  let at = 0;
  paths.forEach((path, c) => {
    chain.fill(c + 1, at, at + path.length);
    for (let i = 0; i < path.length; i++) iteration[at + i] = i + 1;
    for (const [parameter] of PARAMETERS)
      joined[parameter].set(path[parameter].subarray(0, path.length), at);
    at += path.length;
  });
  return new Table<AutoPathColumns>({ chain, iteration, ...joined });
}

function moments(values: Float64Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}

/** @see Gelman & Rubin 1992, doi:10.1214/ss/1177011136 */
function gelmanRubin(chains: readonly Float64Array[]): number {
  const n = chains[0].length;
  if (chains.length < 2 || n < 2) return NaN;
  const parts = chains.map(moments);
  const within = parts.reduce((sum, { variance }) => sum + variance, 0) / chains.length;
  const between = moments(Float64Array.from(parts, ({ mean }) => mean)).variance;
  return within === 0 ? (between === 0 ? 1 : Infinity) : Math.sqrt((n - 1) / n + between / within);
}

import { BandwidthRule } from "./kernel-mode.ts";
import { areSameNumbers } from "./same-numbers.ts";
import { standardNormals } from "./standard-normals.ts";

/** Wald ratios with their own errors added once more. */
export interface RatioSamples {
  /** k ratios of one sample after the other. */
  readonly ratio: Float64Array;
  /** Of each sample, by the rule of the mode. */
  readonly bandwidth: Float64Array;
}

interface SampleSettings {
  readonly seed: number;
  readonly bootstraps: number;
  /** Factor on the bandwidth. */
  readonly phi: number;
}

interface KeptSamples {
  readonly ratios: Float64Array;
  readonly errors: Float64Array;
  readonly settings: SampleSettings;
  readonly samples: RatioSamples;
}

const LARGEST_KEPT = 2_000_000;
let kept: KeptSamples | undefined;

/**
 * Bootstrap samples of ratios, to be read before the next call, for which they are kept: simple and weighted mode look at
 * the same ones.
 */
export function ratioSamples(
  ratios: Float64Array,
  errors: Float64Array,
  settings: SampleSettings,
): RatioSamples {
  const { seed, bootstraps, phi } = settings;
  const k = ratios.length;
  const hasRoom =
    kept?.ratios.length === k && kept.samples.bandwidth.length === bootstraps ? kept : undefined;
  if (hasRoom && areSame(hasRoom, ratios, errors, settings)) return hasRoom.samples;
  const normals = standardNormals(seed, 2 * k * bootstraps);
  const ratio = hasRoom?.samples.ratio ?? new Float64Array(k * bootstraps);
  for (let at = 0; at < ratio.length; at += k) {
    for (let j = 0; j < k; j++) ratio[at + j] = ratios[j] + errors[j] * normals[2 * (at + j)];
  }
  const bandwidth = hasRoom?.samples.bandwidth ?? new Float64Array(bootstraps);
  const rule = new BandwidthRule(ratio.subarray(0, k), phi);
  for (let b = 0; b < bootstraps; b++) bandwidth[b] = rule.of(ratio, b * k);
  const samples = { ratio, bandwidth };
  if (ratio.length <= LARGEST_KEPT) {
    kept = { ratios: ratios.slice(), errors: errors.slice(), settings, samples };
  }
  return samples;
}

function areSame(
  before: KeptSamples,
  ratios: Float64Array,
  errors: Float64Array,
  { seed, phi }: SampleSettings,
): boolean {
  const { settings } = before;
  return (
    settings.seed === seed &&
    settings.phi === phi &&
    areSameNumbers([ratios, errors], [before.ratios, before.errors])
  );
}

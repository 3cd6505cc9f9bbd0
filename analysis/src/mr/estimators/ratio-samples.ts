import { modeBandwidth } from "./kernel-mode.ts";
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

/** Bootstrap samples of ratios, kept for the next call: simple and weighted mode look at the same ones. */
export function ratioSamples(
  ratios: Float64Array,
  errors: Float64Array,
  settings: SampleSettings,
): RatioSamples {
  if (kept && areSame(kept, ratios, errors, settings)) return kept.samples;
  const { seed, bootstraps, phi } = settings;
  const k = ratios.length;
  const normals = standardNormals(seed, 2 * k * bootstraps);
  const ratio = new Float64Array(k * bootstraps);
  const bandwidth = new Float64Array(bootstraps);
  const scratch = new Float64Array(k);
  for (let b = 0; b < bootstraps; b++) {
    const drawn = ratio.subarray(b * k, (b + 1) * k);
    for (let j = 0; j < k; j++) drawn[j] = ratios[j] + errors[j] * normals[2 * (b * k + j)];
    bandwidth[b] = modeBandwidth(drawn, phi, scratch);
  }
  const samples = { ratio, bandwidth };
  if (ratio.length <= LARGEST_KEPT) kept = { ratios, errors, settings, samples };
  return samples;
}

function areSame(
  before: KeptSamples,
  ratios: Float64Array,
  errors: Float64Array,
  { seed, bootstraps, phi }: SampleSettings,
): boolean {
  const { settings } = before;
  return (
    settings.seed === seed &&
    settings.bootstraps === bootstraps &&
    settings.phi === phi &&
    before.ratios.length === ratios.length &&
    before.ratios.every((ratio, j) => ratio === ratios[j] && before.errors[j] === errors[j])
  );
}

import type { LdPanel } from "../../ld/ld-panel.ts";
import type { RandomStream } from "../../random.ts";
import { startChain, type GibbsChain, type GibbsData } from "./gibbs-chain.ts";
import type { PanelMatch } from "./match-panel.ts";
import { VarianceByFrequency } from "./variance-by-frequency.ts";

export interface AutoSettings {
  readonly heritability: number;
  readonly causalShares: readonly number[];
  readonly burnIn: number;
  readonly iterations: number;
  readonly shrinkCorrelations: number;
  readonly allowJumpSign: boolean;
  readonly alpha: "estimate" | number;
  readonly samplesPerChain: number;
  readonly seed: number;
}

/** Parameters of a chain after each of its iterations. */
export interface AutoPath {
  readonly heritability: Float64Array;
  readonly causalShare: Float64Array;
  readonly alpha: Float64Array;
  /** Iterations that it did. */
  length: number;
}

const LOWEST_HERITABILITY = 1e-4;
const LOWEST_SHARE = 1e-5;

/** The samplers of LDpred2-auto, which draw their own parameters after each sweep over the variants. */
export class AutoChains {
  readonly chains: readonly GibbsChain[];
  readonly paths: readonly AutoPath[];
  /** Draws of all effects, by chain. */
  readonly samples: readonly Float64Array[][];
  readonly data: GibbsData;
  readonly settings: AutoSettings;
  readonly notices: readonly string[];
  readonly #frequency: VarianceByFrequency | undefined;

  constructor(match: PanelMatch, panel: LdPanel, settings: AutoSettings) {
    const { betaHat, n, variant } = match;
    const frequency = VarianceByFrequency.of(panel.variants.effectAlleleFrequency, variant);
    const m = n.length;
    const isUniform = settings.alpha === -1 || !frequency;
    this.settings = settings;
    this.#frequency = isUniform ? undefined : frequency;
    this.notices =
      settings.alpha !== -1 && !frequency
        ? [
            "Frequencies of the panel are not known, so α is −1: all standardised effects have one variance.",
          ]
        : [];
    this.data = { betaHat, n, logHeterozygosity: isUniform ? undefined : frequency.logRatio };
    this.chains = settings.causalShares.map((p, c) =>
      startChain(m, settings.seed, `LDpred2-auto chain ${c + 1}`, {
        prior: {
          p,
          alpha: isUniform || settings.alpha === "estimate" ? -1 : settings.alpha,
          variance: settings.heritability / (m * p),
        },
        isSparse: false,
        mayJumpSign: settings.allowJumpSign,
      }),
    );
    for (const { prior } of this.chains)
      prior.variance /= this.#frequency?.meanPower(prior.alpha) ?? 1;
    const length = settings.burnIn + settings.iterations;
    this.paths = this.chains.map(() => ({
      heritability: new Float64Array(length),
      causalShare: new Float64Array(length),
      alpha: new Float64Array(length),
      length: 0,
    }));
    this.samples = this.chains.map(() => []);
  }

  /** Draws p, h² and α given the effects of a finished sweep, and notes them. */
  update(chain: GibbsChain, index: number, iteration: number): void {
    const { prior, random, causal } = chain;
    const m = chain.beta.length;
    const heritability = Math.min(1, Math.max(LOWEST_HERITABILITY, chain.explained));
    prior.p = Math.max(LOWEST_SHARE, beta(random, 1 + causal, 1 + m - causal));
    const spread = heritability / (m * prior.p);
    if (this.#frequency && this.settings.alpha === "estimate")
      prior.alpha = this.#frequency.drawAlpha(random, prior.alpha, spread, chain.beta);
    prior.variance = spread / (this.#frequency?.meanPower(prior.alpha) ?? 1);
    const path = this.paths[index];
    path.heritability[iteration] = chain.explained;
    path.causalShare[iteration] = prior.p;
    path.alpha[iteration] = prior.alpha;
    path.length = iteration + 1;
    this.#keepSample(chain, index, iteration);
  }

  #keepSample({ beta: effects }: GibbsChain, index: number, iteration: number): void {
    const { burnIn, iterations, samplesPerChain } = this.settings;
    const done = iteration - burnIn + 1;
    if (samplesPerChain === 0 || done < 1) return;
    const wanted = Math.floor((done * samplesPerChain) / iterations);
    if (this.samples[index].length < wanted) this.samples[index].push(effects.slice());
  }
}

function beta(random: RandomStream, one: number, other: number): number {
  const x = random.gamma(one);
  return x / (x + random.gamma(other));
}

import type { RandomStream } from "../random.ts";

/** Layers of equal area under the density, and where the lowest one ends. */
const LAYERS = 128;
const TAIL_FROM = 3.442619855899;
const LAYER_AREA = 9.91256303526217e-3;

/** Right ends of the layers from the lowest, whose own is that of a box of its area, to the top; and their ratios. */
const ends = new Float64Array(LAYERS + 1);
const inside = new Float64Array(LAYERS);
const words = new Int32Array(4);

function layOut(): void {
  const density = (x: number): number => Math.exp(-0.5 * x * x);
  ends[0] = LAYER_AREA / density(TAIL_FROM);
  ends[1] = TAIL_FROM;
  for (let i = 2; i < LAYERS; i++) {
    ends[i] = Math.sqrt(-2 * Math.log(LAYER_AREA / ends[i - 1] + density(ends[i - 1])));
  }
  for (let i = 0; i < LAYERS; i++) inside[i] = ends[i + 1] / ends[i];
}

/**
 * Fills an array with draws of mean 0 and variance 1: a tenth of the time of `random.normal()`, whose numbers are others.
 *
 * @see Marsaglia & Tsang 2000, doi:10.18637/jss.v005.i08 (the ziggurat), with layer and place from different bits as
 * Doornik 2005 asks
 */
export function fillNormals(random: RandomStream, into: Float64Array): Float64Array {
  if (ends[0] === 0) layOut();
  random.readState(words);
  // `random.bits()` twice a draw, with the generator's words in registers: a third of the time of calling it.
  let a = words[0];
  let b = words[1];
  let c = words[2];
  let d = words[3];
  for (let i = 0; i < into.length; i++) {
    let scaled = Math.imul(b, 5);
    let shifted = b << 9;
    const low = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    scaled = Math.imul(b, 5);
    shifted = b << 9;
    const high = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    const layer = low & (LAYERS - 1);
    // 53 bits in −1 … 1, none of which chose the layer.
    const u = (high * 2097152 + (low >>> 11)) * 2 ** -52 - 1;
    if (Math.abs(u) < inside[layer]) {
      into[i] = u * ends[layer];
      continue;
    }
    words[0] = a;
    words[1] = b;
    words[2] = c;
    words[3] = d;
    random.writeState(words);
    into[i] = atEdge(random, layer, u);
    random.readState(words);
    a = words[0];
    b = words[1];
    c = words[2];
    d = words[3];
  }
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
  random.writeState(words);
  return into;
}

/** One draw whose place in its layer does not settle it: one in a hundred. */
function atEdge(random: RandomStream, firstLayer: number, first: number): number {
  let layer = firstLayer;
  let u = first;
  for (;;) {
    if (Math.abs(u) < inside[layer]) return u * ends[layer];
    if (layer === 0) return u < 0 ? -beyondLayers(random) : beyondLayers(random);
    const x = u * ends[layer];
    const outer = Math.exp(-0.5 * (ends[layer] * ends[layer] - x * x));
    const inner = Math.exp(-0.5 * (ends[layer + 1] * ends[layer + 1] - x * x));
    if (inner + random.uniform() * (outer - inner) < 1) return x;
    const low = random.bits();
    layer = low & (LAYERS - 1);
    u = (random.bits() * 2097152 + (low >>> 11)) * 2 ** -52 - 1;
  }
}

/** From the tail: Marsaglia's pair of exponentials. */
function beyondLayers(random: RandomStream): number {
  for (;;) {
    const x = -Math.log(1 - random.uniform()) / TAIL_FROM;
    const y = -Math.log(1 - random.uniform());
    if (2 * y > x * x) return TAIL_FROM + x;
  }
}

import { addBytes, COUNTS_A_BYTE, sumLanes } from "./byte-sums";
import { LOW } from "./rows";

const GRANULE: usize = 48;

/**
 * planes[sample] = { heterozygous, homozygous, none of the counted allele } of each 128 variants, from words laid out by
 * `transposeRows`, of which there are 4 × granules a sample. Variants stand in another order than in the block, the same
 * for every sample.
 */
export function fillKingPlanes(
  words: usize,
  stride: i32,
  samples: i32,
  granules: i32,
  planes: usize,
): void {
  const step = <usize>stride << 3;
  for (let i = 0; i < samples; i++) {
    let word = words + (<usize>i << 3);
    for (let half = 0; half < 2 * granules; half++) {
      const a = load<u64>(word);
      const b = load<u64>(word + step);
      word += 2 * step;
      const low = (a & LOW) | ((b & LOW) << 1);
      const high = ((a >> 1) & LOW) | (b & (LOW << 1));
      const homozygous = ~(low ^ high);
      const to = planes + <usize>(half >> 1) * GRANULE + (<usize>(half & 1) << 3);
      store<u64>(to, high & ~low);
      store<u64>(to, homozygous, 16);
      store<u64>(to, homozygous & low, 32);
    }
    planes += <usize>granules * GRANULE;
  }
}

function kingPair(x: usize, y: usize, granules: usize, to: usize): void {
  let bothHet = i32x4.splat(0);
  let hetHom = bothHet;
  let homHet = bothHet;
  let bothHom = bothHet;
  let opposite = bothHet;
  const end = x + granules * GRANULE;
  while (x < end) {
    const stop = min(end, x + COUNTS_A_BYTE * GRANULE);
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    for (; x < stop; x += GRANULE, y += GRANULE) {
      const hetX = v128.load(x);
      const homX = v128.load(x, 16);
      const hetY = v128.load(y);
      const homY = v128.load(y, 16);
      const shared = v128.and(homX, homY);
      a = i8x16.add(a, i8x16.popcnt(v128.and(hetX, hetY)));
      b = i8x16.add(b, i8x16.popcnt(v128.and(hetX, homY)));
      c = i8x16.add(c, i8x16.popcnt(v128.and(homX, hetY)));
      d = i8x16.add(d, i8x16.popcnt(shared));
      const differ = v128.xor(v128.load(x, 32), v128.load(y, 32));
      e = i8x16.add(e, i8x16.popcnt(v128.and(shared, differ)));
    }
    bothHet = addBytes(bothHet, a);
    hetHom = addBytes(hetHom, b);
    homHet = addBytes(homHet, c);
    bothHom = addBytes(bothHom, d);
    opposite = addBytes(opposite, e);
  }
  const hetX = i32x4.add(bothHet, hetHom);
  const hetY = i32x4.add(bothHet, homHet);
  store<i32>(to, sumLanes(i32x4.add(i32x4.add(hetX, homHet), bothHom)));
  store<i32>(to, sumLanes(bothHet), 4);
  store<i32>(to, sumLanes(opposite), 8);
  store<i32>(to, sumLanes(hetX), 12);
  store<i32>(to, sumLanes(hetY), 16);
}

/** Counts of pairs, five 32-bit integers each; `diagonal` is the number of columns that come before the first row. */
export function kingCounts(
  rowPlanes: usize,
  rowCount: i32,
  columnPlanes: usize,
  columnCount: i32,
  diagonal: i32,
  granules: usize,
  counts: usize,
): void {
  const sampleBytes = granules * GRANULE;
  memory.fill(counts, 0, <usize>rowCount * columnCount * 20);
  for (let i = 0; i < rowCount; i++) {
    const columns = min(columnCount, diagonal + i);
    const x = rowPlanes + <usize>i * sampleBytes;
    let to = counts + <usize>i * columnCount * 20;
    let y = columnPlanes;
    for (let j = 0; j < columns; j++) {
      kingPair(x, y, granules, to);
      y += sampleBytes;
      to += 20;
    }
  }
}

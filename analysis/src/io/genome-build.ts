import { chromosomeCode } from "./chromosome.ts";

export interface GenomeBuild {
  readonly name: "GRCh37" | "GRCh38";
  /** How it was told. */
  readonly evidence: string;
}

// Lengths of chromosomes 1–22 and X. @see https://www.ncbi.nlm.nih.gov/grc/human/data
const LENGTHS: Readonly<Record<"NCBI36" | "GRCh37" | "GRCh38", readonly number[]>> = {
  NCBI36: [
    247249719, 242951149, 199501827, 191273063, 180857866, 170899992, 158821424, 146274826,
    140273252, 135374737, 134452384, 132349534, 114142980, 106368585, 100338915, 88827254, 78774742,
    76117153, 63811651, 62435964, 46944323, 49691432, 154913754,
  ],
  GRCh37: [
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022,
    141213431, 135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210,
    78077248, 59128983, 63025520, 48129895, 51304566, 155270560,
  ],
  GRCh38: [
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636,
    138394717, 133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441,
    80373285, 58617616, 64444167, 46709983, 50818468, 156040895,
  ],
};

// Variants on every array or at the start of chromosome 1, where the head of a file finds them: GRCh37, GRCh38.
const LANDMARKS = new Map<string, readonly [grch37: number, grch38: number]>([
  ["rs3094315", [752566, 817186]],
  ["rs3131972", [752721, 817341]],
  ["rs12562034", [768448, 833068]],
  ["rs12124819", [776546, 841166]],
  ["rs4970383", [838555, 903175]],
  ["rs4475691", [846808, 911428]],
  ["rs7537756", [854250, 918870]],
  ["rs13302982", [861808, 926428]],
  ["rs1801133", [11856378, 11796321]],
  ["rs11209026", [67705958, 67240275]],
  ["rs13107325", [103188709, 102267552]],
  ["rs1799945", [26091179, 26090951]],
  ["rs7903146", [114758349, 112998590]],
  ["rs5219", [17409572, 17388025]],
  ["rs4149056", [21331549, 21178615]],
  ["rs3184504", [111884608, 111446804]],
  ["rs1421085", [53800954, 53767042]],
  ["rs17822931", [48258198, 48224287]],
  ["rs429358", [45411941, 44908684]],
  ["rs7412", [45412079, 44908822]],
  ["rs4680", [19951271, 19963748]],
]);

/** Ids of variants whose position tells the build. */
export const LANDMARK_IDS: readonly string[] = [...LANDMARKS.keys()];

/** One variant's name and place, as much as telling a build needs. */
export interface PlacedVariant {
  readonly id: string;
  readonly contig: string;
  readonly position: number;
}

/**
 * Tells the build from where well-known variants are, or from positions that only one build's chromosomes reach.
 * Undefined when nothing tells, or when the evidence is of NCBI36, another species, or contradicts itself.
 */
export function buildOfVariants(variants: Iterable<PlacedVariant>): GenomeBuild | undefined {
  return buildOfLandmarks(variants) ?? buildOfExtent(variants);
}

function buildOfLandmarks(variants: Iterable<PlacedVariant>): GenomeBuild | undefined {
  const found: string[][] = [[], []];
  for (const { id, position } of variants) {
    const places = LANDMARKS.get(id);
    if (!places) continue;
    const build = places.indexOf(position);
    if (build < 0) return undefined;
    found[build].push(id);
  }
  if (found[0].length > 0 === found[1].length > 0) return undefined;
  const name = found[0].length > 0 ? "GRCh37" : "GRCh38";
  const ids = found[0].length > 0 ? found[0] : found[1];
  const more = ids.length > 1 ? ` and ${ids.length - 1} more` : "";
  return { name, evidence: `position of ${ids[0]}${more}` };
}

function buildOfExtent(variants: Iterable<PlacedVariant>): GenomeBuild | undefined {
  const furthest = new Map<number, number>();
  for (const { contig, position } of variants) {
    const code = chromosomeCode(contig);
    if (code < 1 || code > 23) continue;
    furthest.set(code, Math.max(furthest.get(code) ?? 0, position));
  }
  const fitting = (Object.keys(LENGTHS) as (keyof typeof LENGTHS)[]).filter((build) =>
    [...furthest].every(([code, position]) => position <= LENGTHS[build][code - 1]),
  );
  if (fitting.length !== 1 || fitting[0] === "NCBI36") return undefined;
  const name = fitting[0];
  const rival = name === "GRCh37" ? "GRCh38" : "GRCh37";
  const telling = [...furthest].find(([code, position]) => position > LENGTHS[rival][code - 1]);
  if (!telling) return undefined;
  return { name, evidence: beyondEnd(telling[1], telling[0], rival) };
}

/**
 * A position beyond the end of its chromosome in a build, in words; undefined where all may be of it.
 *
 * @param furthest - the last position of each chromosome, by its code
 */
export function placeBeyond(
  build: GenomeBuild["name"],
  furthest: ArrayLike<number>,
): string | undefined {
  const code = LENGTHS[build].findIndex((length, at) => (furthest[at + 1] ?? 0) > length) + 1;
  if (code === 0) return undefined;
  return beyondEnd(furthest[code], code, build);
}

function beyondEnd(position: number, code: number, build: string): string {
  const chromosome = code === 23 ? "X" : String(code);
  return `position ${position.toLocaleString("en-US")} lies beyond the end of chromosome ${chromosome} in ${build}`;
}

/** Tells the build from the `##contig` lines of a VCF or .pvar header. */
export function buildOfContigs(header: readonly string[]): GenomeBuild | undefined {
  for (const line of header) {
    const contig = /^##contig=<.*\bID=([^,>]+).*\blength=(\d+)/.exec(line);
    if (!contig) continue;
    const code = chromosomeCode(contig[1]);
    if (code < 1 || code > 23) continue;
    const length = Number(contig[2]);
    for (const name of ["GRCh37", "GRCh38"] as const) {
      if (LENGTHS[name][code - 1] === length) {
        return { name, evidence: `length of contig ${contig[1]} in the header` };
      }
    }
  }
  return undefined;
}

/** Tells the build from the header of a scoring file: of its harmonised positions, or of the authors' own. */
export function buildOfScoringHeader(head: readonly string[]): GenomeBuild | undefined {
  for (const key of ["HmPOS_build", "genome_build"]) {
    const line = head.find((each) => each.startsWith(`#${key}=`));
    const named = /=\s*(GRCh37|hg19|GRCh38|hg38)/i.exec(line ?? "")?.[1].toLowerCase();
    if (named === undefined) continue;
    const name = named === "grch38" || named === "hg38" ? "GRCh38" : "GRCh37";
    return { name, evidence: `${key} in the file's header` };
  }
  return undefined;
}

/** Tells the build from a GWAS-SSF metadata file. */
export function buildOfMetadata(lines: readonly string[]): GenomeBuild | undefined {
  for (const line of lines) {
    const assembly = /^genome_assembly:\s*["']?(GRCh3[78]|hg19|hg38)/i
      .exec(line)?.[1]
      .toLowerCase();
    if (!assembly) continue;
    const name = assembly === "grch38" || assembly === "hg38" ? "GRCh38" : "GRCh37";
    return { name, evidence: "genome_assembly in the metadata file" };
  }
  return undefined;
}

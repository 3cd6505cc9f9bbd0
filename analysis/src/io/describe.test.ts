import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { memorySource, type ByteSource } from "./byte-source.ts";
import { describeFolder } from "./describe.ts";

type Content = Uint8Array | string;
const folder = (files: Record<string, Content>) =>
  Object.entries(files).map(([name, content]) => ({ name, source: memorySource(name, content) }));

const BED = Uint8Array.of(0x6c, 0x1b, 1, 0, 0);
const BIM = "1 rs3131972 0 752721 A G\n1 rs2 0 800000 A G\n";
const FAM = "1 a 0 0 1 1\n2 b 0 0 2 -9\n3 c 0 0 0 1\n";

test("a PLINK set is one data set, with size and build", async () => {
  const [set, ...rest] = await describeFolder(
    folder({ "x.bed": BED, "x.bim.gz": gzipSync(BIM), "x.fam": FAM, "README.md": "# Notes\n" }),
  );
  expect(rest).toEqual([]);
  expect(set).toMatchObject({
    kind: "genotypes",
    name: "x.bed",
    members: ["x.bed", "x.bim.gz", "x.fam"],
    variants: 2,
    samples: 3,
    build: { name: "GRCh37", evidence: "position of rs3131972" },
  });
  expect(set.problem).toBeUndefined();
});

test.each([
  ["no .fam", { "x.bed": BED, "x.bim": BIM }, "There is no x.fam."],
  [
    "sample-major",
    { "x.bed": Uint8Array.of(0x6c, 0x1b, 0, 0), "x.bim": BIM, "x.fam": FAM },
    /plink1\.9 --bfile x --make-bed/,
  ],
  ["wrong magic", { "x.bed": "chr1\t1\t2\n", "x.bim": BIM, "x.fam": FAM }, /6c 1b 01/],
  ["empty", { "x.bed": "", "x.bim": BIM, "x.fam": FAM }, /empty/],
  [
    "a longer .bim",
    { "x.bed": BED, "x.bim": `${BIM}1 rs3 0 9 A G\n`, "x.fam": FAM },
    /lists 3 variants, the .bed holds 2/,
  ],
  [
    "cut short",
    {
      "x.bed": BED,
      "x.bim": BIM,
      "x.fam":
        FAM + "4 d 0 0 1 1\n5 e 0 0 1 1\n6 f 0 0 1 1\n7 g 0 0 1 1\n8 h 0 0 1 1\n9 i 0 0 1 1\n",
    },
    /whole number/,
  ],
] as const)("a set with a problem says so: %s", async (_, files, problem) => {
  const [set] = await describeFolder(folder(files));
  expect(set.kind).toBe("genotypes");
  expect(set.problem).toMatch(problem);
});

test("phenotypes, GWAS-SSF with metadata, PLINK 2 results and formats to convert are told apart", async () => {
  const descriptions = await describeFolder(
    folder({
      "p.tsv": "#FID\tIID\theight\n1\ta\t170\n2\tb\t180\n",
      "s.tsv":
        "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t5\tA\tG\t1\t1\t0.5\t0.3\n",
      "s.tsv-meta.yaml":
        "# Study\ngenome_assembly: GRCh38\nsamples:\n  - sample_ancestry_category:\n      - European\n    sample_size: 1479\n  - sample_size: 21\n",
      "r.glm.linear":
        "#CHROM\tPOS\tID\tREF\tALT\tA1\tTEST\tOBS_CT\tBETA\tSE\tT_STAT\tP\tERRCODE\n22\t51200000\trs\tA\tG\tG\tADD\t9\t1\t1\t1\t0.3\t.\n",
      "v.vcf":
        "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n",
      "g.pgen": Uint8Array.of(0x6c, 0x1b, 0x10, 0),
      "g.pvar": "#CHROM\tPOS\tID\tREF\tALT\n",
      "g.psam": "#IID\tSEX\na\t1\n",
      "regions.bed": "chr1\t10\t20\n",
      "notes.txt": "just words here\n",
    }),
  );
  const short = descriptions.map(({ name, kind, format, build }) => [
    name,
    kind,
    format,
    build?.name,
  ]);
  expect(short).toEqual([
    ["p.tsv", "phenotypes", "Phenotypes and covariates", undefined],
    ["s.tsv", "summary-statistics", "GWAS-SSF", "GRCh38"],
    ["r.glm.linear", "summary-statistics", "PLINK 2 association", "GRCh37"],
    ["v.vcf", "genotypes", "VCF", "GRCh38"],
    ["g.pgen", "genotypes", "PLINK 2 binary", undefined],
  ]);
  expect(descriptions[0]).toMatchObject({ samples: 2, columns: ["#FID", "IID", "height"] });
  expect(descriptions[1].members).toEqual(["s.tsv", "s.tsv-meta.yaml"]);
  expect(descriptions[1].samples).toBe(1500);
  expect(descriptions[4].problem).toMatch(/^g\.pgen is cut short/);
});

test.each([
  [
    "regenie",
    "CHROM GENPOS ID ALLELE0 ALLELE1 A1FREQ N TEST BETA SE CHISQ LOG10P",
    "1 752721 rs3131972 A G 0.2 9 ADD 1 1 1 0.3",
    "REGENIE association",
  ],
  [
    "metal",
    "MarkerName\tAllele1\tAllele2\tEffect\tStdErr\tP-value",
    "rs3131972\ta\tg\t1\t1\t0.3",
    "METAL meta-analysis",
  ],
  [
    "other.csv",
    '"rsid","CHR","BP","EA","NEA","logOR","SE"',
    '"rs3131972","1","752721","A","G",1,1',
    "Association results",
  ],
] as const)(
  "association results of any program can be opened: %s",
  async (name, header, row, format) => {
    const [description] = await describeFolder(folder({ [name]: `${header}\n${row}\n` }));
    expect(description).toMatchObject({ kind: "summary-statistics", format, variants: 1 });
    expect(description.problem).toBeUndefined();
    if (name !== "metal") expect(description.build?.name).toBe("GRCh37");
  },
);

test("a GWAS-VCF is results, not genotypes to convert", async () => {
  const vcf =
    "##fileformat=VCFv4.2\n##FORMAT=<ID=ES,Number=A>\n##FORMAT=<ID=SE,Number=A>\n##contig=<ID=1,length=249250621>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tx\n1\t5\trs1\tA\tG\t.\t.\t.\tES:SE\t1:1\n";
  const [description] = await describeFolder(folder({ "x.vcf.gz": gzipSync(vcf) }));
  expect(description).toMatchObject({
    kind: "summary-statistics",
    format: "GWAS-VCF",
    variants: 1,
    build: { name: "GRCh37" },
  });
  expect(description.problem).toBeUndefined();
});

test("a PLINK 2 set is one, with the counts of its .pgen and what does not fit them", async () => {
  const files = {
    "g.pgen": Uint8Array.of(0x6c, 0x1b, 2, 1, 0, 0, 0, 2, 0, 0, 0, 0x40, 0),
    "g.pvar": "##contig=<ID=1,length=249250621>\n#CHROM\tPOS\tID\tREF\tALT\n1\t5\trs1\tA\tG\n",
    "g.psam": "#IID\tSEX\na\t1\nb\t2\n",
  };
  const [set, ...others] = await describeFolder(folder(files));
  expect(others).toEqual([]);
  expect(set).toMatchObject({ samples: 2, variants: 1, build: { name: "GRCh37" } });
  expect(set.members).toEqual(["g.pgen", "g.pvar", "g.psam"]);
  expect(set.problem).toBeUndefined();
  const problemOf = async (
    changed: Partial<Record<keyof typeof files, string>>,
  ): Promise<string> => {
    const [description] = await describeFolder(folder({ ...files, ...changed }));
    return description.problem ?? "";
  };
  expect(await problemOf({ "g.psam": "#IID\na\n" })).toBe(
    "The .psam lists 1 samples, the .pgen holds 2.",
  );
  const [alone] = await describeFolder(folder({ "g.pgen": files["g.pgen"] }));
  expect(alone.problem).toBe("There is no g.pvar and g.psam.");
});

test("a large set is described from a few reads", async () => {
  const samples = 1000;
  const variants = 2_000_000;
  let bytes = 0;
  const counted = (source: ByteSource): ByteSource => ({
    ...source,
    async read(offset, length) {
      const read = await source.read(offset, length);
      bytes += read.length;
      return read;
    },
  });
  const bed: ByteSource = {
    name: "big.bed",
    size: 3 + variants * (samples / 4),
    read: (offset, length) => {
      const content = new Uint8Array(length);
      content.set(Uint8Array.of(0x6c, 0x1b, 1).subarray(offset));
      return Promise.resolve(content);
    },
  };
  const bim = memorySource("big.bim", "17 rs5 0 82000000 A G\n".repeat(300_000));
  const fam = memorySource(
    "big.fam",
    Array.from({ length: samples }, (_, i) => `f${i} i${i} 0 0 0 -9\n`).join(""),
  );
  const [set] = await describeFolder(
    [bed, bim, fam].map((source) => ({ name: source.name, source: counted(source) })),
  );
  expect(set).toMatchObject({ variants, samples, build: { name: "GRCh38" } });
  expect(bytes).toBeLessThan(400_000);
});

const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

describe.skipIf(!existsSync(DATA))("published sets (needs ../shared/data)", () => {
  const set = async (path: string, endings: readonly string[]) =>
    describeFolder(
      await Promise.all(
        endings.map(async (ending) => ({
          name: `${path.split("/").at(-1)!}${ending}`,
          source: memorySource(ending, await readFile(DATA + path + ending)),
        })),
      ),
    );

  test.each([
    ["geno-1000g-eur-bolt/EUR_subset", [".bed", ".bim.gz", ".fam"], 54051, 379, "GRCh37"],
    ["geno-hapmap3/HM3", [".bed", ".bim", ".fam"], 14079, 957, undefined],
    ["geno-mouse-hs1940/mouse_hs1940", [".bed", ".bim.gz", ".fam"], 12226, 1940, undefined],
    ["sumstats-gwas-vcf/eur", [".bed", ".bim", ".fam"], undefined, undefined, "GRCh37"],
  ] as const)("%s", async (path, endings, variants, samples, build) => {
    const [description] = await set(path, endings);
    expect(description.build?.name).toBe(build);
    if (variants !== undefined) expect(description).toMatchObject({ variants, samples });
    expect(description.problem).toBeUndefined();
  });
});

test("scoring files and LD panels are told by their content", async () => {
  const header =
    "###PGS CATALOG SCORING FILE\n#pgs_id=PGS1\n#genome_build=NR\n#variants_number=77\n##HARMONIZATION DETAILS\n#HmPOS_build=GRCh38\n";
  const rows = "rsID\tchr_name\teffect_allele\teffect_weight\nrs1\t11\tT\t0.16\n";
  const found = await describeFolder(
    folder({
      "a.txt.gz": gzipSync(header + rows),
      "b.tsv": rows,
      "c.ld": `GENOLD\r\n${"x".repeat(40)}`,
      "d.ld": " CHR_A BP_A SNP_A CHR_B BP_B SNP_B R2\n 1 5 rs1 1 9 rs2 0.5\n",
    }),
  );
  expect(found).toEqual([
    expect.objectContaining({
      kind: "scoring-file",
      format: "PGS Catalog scoring file",
      name: "a.txt.gz",
      variants: 77,
      build: { name: "GRCh38", evidence: "HmPOS_build in the file's header" },
      columns: ["rsID", "chr_name", "effect_allele", "effect_weight"],
    }),
    expect.objectContaining({ kind: "scoring-file", format: "Scoring file", name: "b.tsv" }),
    expect.objectContaining({ kind: "ld-panel", name: "c.ld" }),
  ]);
});

// Where the time of a cold linear scan goes: node analysis/bench/cold.mjs <stem of .bed/.bim/.fam> <phenotypes> <trait> [covariate …]
// Each stage runs once in this process, nothing warmed; wall and CPU milliseconds. Build first.
const from = performance.now();
const [stem, phenotypePath, trait, ...covariates] = process.argv.slice(2);
if (trait === undefined) {
  console.error("Usage: node analysis/bench/cold.mjs stem phenotypes trait [covariate ...]");
  process.exit(2);
}

const stages = [];
async function stage(name, work) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const used = process.cpuUsage(cpu);
  stages.push([name, performance.now() - wall, (used.user + used.system) / 1000]);
  return result;
}

const used = process.cpuUsage();
stages.push(["node itself", from, (used.user + used.system) / 1000]);
const { data, gwas } = await stage("import", () => import("@genobook/analysis"));

// The stages' own modules; already loaded, unless the library is one bundled file.
const [files, bim, fam, { alignSamples }, { columnAlgebra }, { measureColumns }, orthonormal] =
  await Promise.all([
    import("../dist/io/local-file.js"),
    import("../dist/io/plink1/bim.js"),
    import("../dist/io/plink1/fam.js"),
    import("../dist/genotypes/align-samples.js"),
    import("../dist/compute/column-algebra.js"),
    import("../dist/stats/measured-columns.js"),
    import("../dist/stats/orthonormal.js"),
  ]);
const read = async (path, reader) => {
  const source = await files.openLocalFile(path);
  return reader(source).finally(() => source.close());
};
await stage("read .bim", () => read(`${stem}.bim`, bim.readBim));
await stage("read .fam", () => read(`${stem}.fam`, fam.readFam));
const phenotypes = await stage("read phenotypes", () => data.phenotypes(phenotypePath));
const genotypes = await stage("open genotypes (.bim and .fam again)", () => data.genotypes(stem));
const aligned = await stage("align samples", () =>
  alignSamples({ genotypes, phenotypes, trait, covariates }),
);
await stage("columns of the scan", async () => {
  const algebra = await columnAlgebra("wasm");
  const covariateColumns = aligned.covariates.map(({ values }) => values);
  const measured = measureColumns(covariateColumns, [aligned.trait], algebra);
  const { combination } = orthonormal.orthonormalise(measured, algebra);
  const width = 4 * Math.ceil((covariates.length + 2) / 4);
  const into = new Float64Array(32 * Math.ceil(genotypes.samples.count / 32) * width);
  const { columns } = measured;
  algebra.writeRows({ columns, combination, rows: aligned.samples, into, width });
});
await stage("gwas.linear (align, columns, scan)", () =>
  gwas.linear({ genotypes, phenotypes, trait, covariates }),
);

for (const [name, wall, cpu] of stages) {
  console.log(
    `${name.padEnd(38)} ${wall.toFixed(0).padStart(6)} ms ${cpu.toFixed(0).padStart(6)} ms CPU`,
  );
}

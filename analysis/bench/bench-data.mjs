import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { covariateNames, traitNames } from "./gwas-shapes.mjs";
import { lines, randomNumbers } from "./random-numbers.mjs";
import { writeCohort } from "./simulated-cohort.mjs";

const FOLDER = fileURLToPath(new URL("../../output/bench-data/", import.meta.url));
/** Raised when the same parameters give other data. */
const GENERATION = 1;

/**
 * Without plink2 all data are simulated here, and rare variants stay a .bed file.
 *
 * @returns the files of the shape, made now if they are not there with these parameters
 */
export function benchData(shape, peer) {
  const { samples, variants, missing, traits, covariates, generator, dosages } = shape;
  const folder = join(FOLDER, `${shape.name}-${samples}x${variants}`);
  const prefix = join(folder, "data");
  const format = peer ? shape.format : "bed";
  const files = { prefix, genotypes: `${prefix}.${format}`, phenotypes: `${prefix}.tsv`, format };
  const parameters = JSON.stringify({
    ...{ GENERATION, samples, variants, missing, traits, covariates, generator, format, dosages },
    peer: peer?.version,
  });
  const note = `${prefix}.json`;
  if (fs.existsSync(note) && fs.readFileSync(note, "utf8") === parameters) return files;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  process.stderr.write(`making ${shape.title}: ${samples} × ${variants}\n`);
  if (generator === "dummy" && peer) dummy(peer, prefix, shape);
  else writeCohort(prefix, shape, generator === "rare" ? "rare" : "common");
  if (format === "pgen" && dosages === undefined) {
    run(peer, "--bfile", prefix, "--make-pgen", "--out", prefix);
    for (const ending of ["bed", "bim", "fam"]) fs.rmSync(`${prefix}.${ending}`);
  }
  writePeople(files.phenotypes, shape);
  fs.writeFileSync(note, parameters);
  return files;
}

function dummy(peer, prefix, { samples, variants, missing, dosages }) {
  const size = [samples, variants, missing].map(String);
  const dosed = dosages === undefined ? [] : [`dosage-freq=${dosages}`];
  const make = dosages === undefined ? "--make-bed" : "--make-pgen";
  run(peer, "--dummy", ...size, "acgt", ...dosed, "--seed", "1", make, "--out", prefix);
}

function run(peer, ...args) {
  const { status, stdout, stderr, error } = spawnSync(peer.program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${peer.program} ${args[0]}: ${error ?? stderr + stdout}`);
}

/** Traits that follow the first covariates, and covariates between −1.5 and 1.5, with five decimals. */
function writePeople(path, shape) {
  const random = randomNumbers(5);
  const [traits, covariates] = [traitNames(shape), covariateNames(shape)];
  const person = (i) => {
    const values = covariates.map(() => random() + random() + random() - 1.5);
    const scores = traits.map((_, t) => values[t % values.length] + random() + random());
    return `per${i}\t${[...scores, ...values].map((x) => x.toFixed(5)).join("\t")}\n`;
  };
  lines(path, shape.samples, person, `#IID\t${[...traits, ...covariates].join("\t")}\n`);
}

/** The same cohort with its variants `times` over, which only memory is measured on. */
export function repeatVariants(shape, { prefix, ...files }, times) {
  const longer = `${prefix}-${times}x`;
  const bed = fs.readFileSync(`${prefix}.bed`);
  const size = bed.length + (times - 1) * (bed.length - 3);
  if (fs.existsSync(`${longer}.bed`) && fs.statSync(`${longer}.bed`).size === size) {
    return { ...files, prefix: longer, genotypes: `${longer}.bed` };
  }
  fs.writeFileSync(`${longer}.bed`, bed);
  for (let i = 1; i < times; i++) fs.appendFileSync(`${longer}.bed`, bed.subarray(3));
  fs.copyFileSync(`${prefix}.fam`, `${longer}.fam`);
  lines(`${longer}.bim`, times * shape.variants, (v) => `1\tsnp${v}\t0\t${v + 1}\tA\tG\n`);
  return { ...files, prefix: longer, genotypes: `${longer}.bed` };
}

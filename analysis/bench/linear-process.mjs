// One linear scan from files to text, as a notebook would ask for it: node linear-process.mjs '<job as JSON>'
// Prints a line of JSON: seconds to open the files, and wall and CPU seconds of each scan of the job.
import { existsSync, rmSync } from "node:fs";
import { data, gwas } from "../dist/index.js";

const {
  files,
  traits,
  covariates,
  out,
  repeat = 1,
  compute = "auto",
} = JSON.parse(process.argv[2]);
process.on("uncaughtException", ({ message }) => {
  console.log(message);
  process.exit(1);
});

const started = performance.now();
const genotypes = await data.genotypes(files.genotypes);
const phenotypes = await data.phenotypes(files.phenotypes);
const opened = (performance.now() - started) / 1000;
const shared = { genotypes, phenotypes, covariates, compute };

const paths = traits.map((trait) => `${out}.${trait}.glm.linear`);
const scans = [];
let provenance;
for (let i = 0; i < repeat; i++) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  provenance = await scan();
  const { user, system } = process.cpuUsage(cpu);
  scans.push({ wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 });
}
const { device, deviceReason } = provenance;
console.log(JSON.stringify({ opened, scans, device, deviceReason }));
process.exit(0);

/** Text from the scan itself where the library writes it, else table by table. */
async function scan() {
  for (const path of paths) rmSync(path, { force: true });
  const result = await gwas.linear({ ...shared, traits, out: { path: out, format: "plink2" } });
  if (existsSync(paths[0])) return result.provenance;
  for (const [t, trait] of traits.entries()) {
    await data.write(result.get(trait), paths[t], { format: "plink2", genotypes });
  }
  return result.get(traits[0]).provenance;
}

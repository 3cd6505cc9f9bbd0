// One linear scan from files to text, as a notebook would ask for it: node linear-process.mjs '<job as JSON>'
// Prints a line of JSON: seconds to open the files, and wall and CPU seconds of each scan of the job.
import { data, gwas } from "@genobook/analysis";

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

async function scan() {
  const report = { path: `${out}.{trait}.glm.linear`, format: "plink2" };
  const result = await gwas.linear({ ...shared, traits, out: report });
  return result.provenance;
}

// Polygenic scores from files to text, as a notebook would ask for them: node prs-process.mjs '<job as JSON>'
// Prints a line of JSON: seconds to open the genotypes, and wall and CPU seconds of each scoring of the job.
import { writeFileSync } from "node:fs";
import { data, prs } from "@genobook/analysis";

const { genotypes: path, weights, out, repeat = 1 } = JSON.parse(process.argv[2]);
process.on("uncaughtException", ({ message }) => {
  console.log(message);
  process.exit(1);
});

const started = performance.now();
const genotypes = await data.genotypes(path);
const opened = (performance.now() - started) / 1000;
const runs = [];
for (let i = 0; i < repeat; i++) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const stages = await score();
  const { user, system } = process.cpuUsage(cpu);
  runs.push({ wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, stages });
}
console.log(JSON.stringify({ opened, runs }));
process.exit(0);

/** By name, nothing flipped and nothing dropped, as plink2 takes weights; returns wall seconds of each stage. */
async function score() {
  const marks = [performance.now()];
  const scores = await prs.readScores(weights);
  marks.push(performance.now());
  const matched = prs.match({ genotypes, scores, by: "name", flips: false, keepAmbiguous: true });
  marks.push(performance.now());
  const people = await prs.score({ matched, missing: "plink2" });
  marks.push(performance.now());
  writeFileSync(out, reportOf(people));
  marks.push(performance.now());
  return ["read", "match", "score", "write"].map((stage, i) => [
    stage,
    (marks[i + 1] - marks[i]) / 1000,
  ]);
}

/** A line a person as `plink2 --score` writes it: alleles, copies of effect alleles, and the averages. */
function reportOf(people) {
  const { alleleNumber, effectAlleleDosage } = people.alleles();
  const columns = [effectAlleleDosage, ...people.scores.map((name) => people.average(name))];
  const names = people.scores.map((name) => `${name}_AVG`).join("\t");
  let text = `#IID\tALLELE_CT\tNAMED_ALLELE_DOSAGE_SUM\t${names}\n`;
  people.individualId.forEach((id, i) => {
    text += `${id}\t${alleleNumber[i]}`;
    for (const values of columns) text += `\t${values[i].toPrecision(6)}`;
    text += "\n";
  });
  return text;
}

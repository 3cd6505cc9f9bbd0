import type { Provenance } from "../../table.ts";
import { methods } from "../estimators/registry.ts";
import type { ReportOptions } from "./report-options.ts";

/** The calls that make the analysis again, as far as provenance tells them. */
export function callsOf({
  harmonised,
  instruments,
  estimates,
  sensitivity,
  presso,
}: ReportOptions): string {
  const source = (name: "exposureSource" | "outcomeSource"): string => {
    const path = harmonised.provenance[name];
    return typeof path === "string" ? JSON.stringify(path) : "…";
  };
  const used = harmonised.provenance["steigerFilter"] === undefined ? "harmonised" : "forward";
  const hasFiles = harmonised.provenance["policy"] !== undefined;
  return [
    ...(hasFiles
      ? [
          `const exposure = await data.open(${source("exposureSource")});`,
          `const outcome = await data.open(${source("outcomeSource")});`,
          ...(instruments ? [instrumentsCall(instruments.provenance)] : []),
          `const harmonised = mr.harmonise({ exposure${instruments ? ": instruments" : ""}, outcome, policy: ${JSON.stringify(harmonised.provenance["policy"])} });`,
        ]
      : ["const harmonised = mr.fromArrays({ … });"]),
    ...(harmonised.provenance["steigerFilter"] === undefined
      ? []
      : [
          `const forward = mr.steigerFilter(harmonised); // ${String(harmonised.provenance["steigerFilter"])}`,
        ]),
    ...(estimates
      ? [
          `const estimates = mr.estimate(${used}, { methods: [${estimates.columns.methodId.map(methodCall).join(", ")}], seed: ${String(estimates.provenance["seed"])}, bootstraps: ${String(estimates.provenance["bootstraps"])} });`,
        ]
      : []),
    ...(sensitivity
      ? [`const sensitivity = mr.sensitivity(${used}, { seed: ${sensitivity.seed} });`]
      : []),
    ...(presso
      ? [
          `const presso = await mr.presso(${used}, { simulations: ${presso.simulations}, significance: ${presso.significance}, seed: ${presso.seed} });`,
        ]
      : []),
  ].join("\n");
}

function instrumentsCall(provenance: Provenance): string {
  const { threshold, clumpR2, clumpKilobases, panel } = provenance;
  const clump = [
    ...(panel === undefined ? [] : [`genotypes: await data.genotypes(${JSON.stringify(panel)})`]),
    ...(clumpR2 === undefined ? [] : [`r2: ${String(clumpR2)}`]),
    ...(clumpKilobases === undefined ? [] : [`kilobases: ${String(clumpKilobases)}`]),
  ].join(", ");
  const options = [
    ...(threshold === undefined ? [] : [`threshold: ${String(threshold)}`]),
    ...(clump === "" ? [] : [`clump: { ${clump} }`]),
  ].join(", ");
  return `const instruments = await mr.instruments(exposure, { ${options} });`;
}

/** An id of the registry as it is; one with options as the estimator and its options in words. */
function methodCall(id: string): string {
  if (Object.hasOwn(methods, id)) return JSON.stringify(id);
  const [name, ...options] = id.split(".");
  return `mr.methods.${name}(/* ${options.join(", ")} */)`;
}

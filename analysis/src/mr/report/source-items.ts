import type { Provenance, Table } from "../../table.ts";
import { countText, listText } from "../words.ts";
import type { MrTrait } from "../harmonised.ts";
import { gap, given, heading, list, paragraph, table, type Block, type Item } from "./document.ts";
import type { ReportOptions, StudyDescription } from "./report-options.ts";

/** Item 4: design, both studies, choice of instruments, harmonisation with every variant left out. */
export function sourceItem(options: ReportOptions): Item {
  const { harmonised, studies } = options;
  return {
    number: 4,
    title: "Study design and data sources",
    asks: "The design and both data sets: setting, people, measurements, genotypes, ethics, and how variants were chosen.",
    blocks: [
      paragraph(
        `Mendelian randomization on summary statistics of two association studies, ${harmonised.exposure.name} as the exposure and ${harmonised.outcome.name} as the outcome. No data of individuals are used or shown.`,
      ),
      ...study("exposure", harmonised.exposure, harmonised.columns.nExposure, studies?.exposure),
      ...study("outcome", harmonised.outcome, harmonised.columns.nOutcome, studies?.outcome),
      heading("Overlap"),
      given(
        studies?.overlap && `People in both studies: ${studies.overlap}`,
        "how many people are in both studies",
        "studies.overlap",
      ),
      heading("Instruments"),
      ...choice(options.instruments),
      heading("Harmonisation"),
      ...harmonisation(options),
    ],
  };
}

const DETAILS = [
  ["setting", "Setting", "where and when people of the study of the ROLE took part"],
  ["participants", "People", "who took part in the study of the ROLE, and how they were chosen"],
  ["ancestry", "Ancestry", "ancestry of the people in the study of the ROLE"],
  ["measurement", "Measurement", "how the ROLE was measured and adjusted"],
  [
    "genotyping",
    "Genotypes",
    "genotyping, imputation and quality control of the study of the ROLE",
  ],
  ["ethics", "Ethics", "ethical approval and consent of the study of the ROLE"],
] as const;

function study(
  role: "exposure" | "outcome",
  trait: MrTrait,
  n: Float64Array,
  description: StudyDescription = {},
): Block[] {
  const label = role === "exposure" ? "Exposure" : "Outcome";
  const facts = [
    trait.unit && `effects in ${trait.unit}`,
    trait.cases !== undefined &&
      `${countText(trait.cases, "case")} and ${countText(trait.controls ?? NaN, "control")}`,
    trait.prevalence !== undefined && `prevalence ${trait.prevalence}`,
    sampleSizes(n),
    trait.build && `positions of ${trait.build}`,
    trait.source && `file ${trait.source}`,
  ].filter((fact) => typeof fact === "string" && fact !== "");
  const named = DETAILS.flatMap(([name, word]) => {
    const text = description[name]?.trim();
    return text ? [`${word}: ${text}`] : [];
  });
  const gaps = DETAILS.flatMap(([name, , what]) =>
    description[name]?.trim()
      ? []
      : [gap(what.replace("ROLE", role), `give it as \`studies.${role}.${name}\``)],
  );
  return [
    heading(`${label}: ${trait.name}`),
    ...(facts.length > 0
      ? [paragraph(`${facts.join(", ")}.`.replace(/^./, (first) => first.toUpperCase()))]
      : []),
    description.citation
      ? paragraph(`Source: ${description.citation}`)
      : gap(`reference of the study of the ${role}`, `give it as \`studies.${role}.citation\``),
    ...(trait.unit
      ? []
      : [
          gap(
            `unit of the effects on the ${role}`,
            `give it as \`${role}Trait: { unit }\` of \`mr.harmonise\``,
          ),
        ]),
    ...list(named),
    ...gaps,
  ];
}

function sampleSizes(n: Float64Array): string {
  const known = n.filter((value) => value > 0);
  if (known.length === 0) return "";
  const [low, high] = [Math.min(...known), Math.max(...known)].map((value) =>
    value.toLocaleString("en-US"),
  );
  return low === high ? `n = ${low}` : `n = ${low} to ${high} by variant`;
}

function choice(instruments: Table | undefined): Block[] {
  if (!instruments) {
    return [
      gap(
        "how the instruments were chosen (threshold, clumping, panel)",
        "pass the result of `mr.instruments` as `instruments`",
      ),
    ];
  }
  const { provenance } = instruments;
  const removed = (instruments as Table & { removed?: Table }).removed?.rowCount;
  const threshold = number(provenance, "threshold");
  const r2 = number(provenance, "clumpR2");
  const kilobases = number(provenance, "clumpKilobases");
  const panel = provenance["panel"];
  const clumping =
    r2 !== undefined && kilobases !== undefined
      ? ` Of variants with r² of at least ${r2} within ${kilobases.toLocaleString("en-US")} kb the strongest was kept${typeof panel === "string" ? ` (panel: ${panel})` : ""}.`
      : kilobases !== undefined
        ? ` Of variants within ${kilobases.toLocaleString("en-US")} kb the strongest was kept, by distance alone.`
        : clumpingText(instruments);
  return [
    paragraph(
      `${countText(instruments.rowCount)}${threshold === undefined ? "" : ` with P of at most ${threshold} for the exposure`}.${clumping}${removed === undefined || removed === 0 ? "" : ` ${countText(removed)} below the threshold ${removed === 1 ? "is no instrument" : "are no instruments"}, each with its reason in the table of those left out.`}`,
    ),
    ...(threshold === undefined
      ? [gap("threshold of the instruments", "choose them by `mr.instruments`")]
      : []),
  ];
}

/** As the account of the instruments says it. */
function clumpingText(instruments: Table): string {
  const { attrition } = instruments as Table & { attrition?: Table };
  const { step, reason } = attrition?.columns ?? {};
  const row = Array.isArray(step) ? step.indexOf("clumping") : -1;
  const text = Array.isArray(reason) ? (reason as readonly string[])[row] : undefined;
  return text === undefined
    ? ""
    : ` Clumping left out variants: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

const POLICY_TEXT: Readonly<Record<string, string>> = {
  assumeForward: "all alleles were taken to be on the forward strand",
  inferByFrequency:
    "palindromic variants were aligned by their frequency, and left out where it is close to one half",
  dropPalindromic: "palindromic variants were left out",
};

function harmonisation({ harmonised }: ReportOptions): Block[] {
  const { columns, attrition, provenance, keptRows, notices } = harmonised;
  const policy = provenance["policy"];
  const swapped = count(columns.verdict, (verdict) => verdict.includes("alleles swapped"));
  const strand = count(columns.verdict, (verdict) => verdict.includes("other strand"));
  const proxies = keptRows.filter((row) => columns.proxyVariantId[row] !== "").length;
  const out = columns.variantId.flatMap((_, row) => (columns.isKept[row] === 1 ? [] : [row]));
  const steps = attrition.columns;
  return [
    paragraph(
      typeof policy === "string"
        ? `Harmonisation by the policy ${policy}: ${POLICY_TEXT[policy] ?? "as its name says"}. ${countText(keptRows.length)} of ${harmonised.rowCount} kept; ${swapped} with alleles swapped, ${strand} on the other strand, ${proxies} by a proxy.`
        : `Effects were given on the same alleles; ${countText(keptRows.length)} of ${harmonised.rowCount} kept.`,
    ),
    table("From the exposure's variants to the instruments", [
      ["Step", steps.step],
      ["Left out", Array.from(steps.removed, String), true],
      ["Left", Array.from(steps.remaining, String), true],
      ["Why", steps.reason],
    ]),
    ...(out.length === 0
      ? [paragraph("No instrument was left out in harmonisation.")]
      : [
          table(`Variants left out in harmonisation (${out.length})`, [
            ["Variant", out.map((row) => columns.variantId[row])],
            ["Verdict", out.map((row) => columns.verdict[row])],
            ["Reason", out.map((row) => columns.reason[row])],
          ]),
        ]),
    ...(proxies > 0
      ? [
          paragraph(
            `Proxies: ${listText(
              keptRows.flatMap((row) =>
                columns.proxyVariantId[row] === ""
                  ? []
                  : [`${columns.proxyVariantId[row]} for ${columns.variantId[row]}`],
              ),
              20,
            )}.`,
          ),
        ]
      : []),
    ...list(notices),
  ];
}

function number(provenance: Provenance, name: string): number | undefined {
  const value = provenance[name];
  return typeof value === "number" ? value : undefined;
}

function count(verdicts: readonly string[], isCounted: (verdict: string) => boolean): number {
  return verdicts.filter(isCounted).length;
}

import { numberText, pText, percentText, countText, listText } from "../words.ts";
import type { MrEstimates } from "../estimators/index.ts";
import { gap, list, paragraph, table, type Block, type Item } from "./document.ts";
import type { ReportOptions } from "./report-options.ts";

/** Items 10 to 13: instruments, estimates, assumptions, sensitivity. */
export function resultItems(options: ReportOptions): Item[] {
  return [
    {
      number: 10,
      title: "Descriptive data",
      asks: "Numbers at each stage, and what the instruments are.",
      blocks: descriptive(options),
    },
    {
      number: 11,
      title: "Main results",
      asks: "Associations of the variants with both traits, and the estimates with their uncertainty.",
      blocks: mainResults(options),
    },
    {
      number: 12,
      title: "Assessment of assumptions",
      asks: "What was found of the validity of the assumptions, and further numbers such as heterogeneity.",
      blocks: assumptionResults(options),
    },
    {
      number: 13,
      title: "Sensitivity and additional analyses",
      asks: "How robust the result is, its direction, and what further analyses and pictures show.",
      blocks: sensitivityResults(options),
    },
  ];
}

function descriptive({ harmonised, sensitivity }: ReportOptions): Block[] {
  const { columns, keptRows } = harmonised;
  const first = sensitivity?.strength.columns.value;
  const text = (values: ArrayLike<number>): string[] =>
    keptRows.map((row) => numberText(values[row]));
  const known = (values: Float64Array): boolean =>
    keptRows.some((row) => !Number.isNaN(values[row]));
  const frequency = columns.effectAlleleFrequencyExposure;
  const ratio = (row: number): number =>
    columns.betaExposure[row] / columns.standardErrorExposure[row];
  return [
    paragraph(
      `${countText(keptRows.length)} as instruments of ${harmonised.exposure.name}${
        first ? `; mean F ${numberText(first[0])}, smallest ${numberText(first[1])}` : ""
      }.`,
    ),
    table(
      `Instruments and their associations, per copy of the effect allele (${keptRows.length})`,
      [
        ["Variant", keptRows.map((row) => columns.variantId[row])],
        [
          "Alleles",
          keptRows.map((row) => allelesText(columns.effectAllele[row], columns.otherAllele[row])),
        ],
        ...(known(frequency) ? ([["Frequency", text(frequency), true]] as const) : []),
        [`Effect on ${harmonised.exposure.name}`, text(columns.betaExposure), true],
        ["SE", text(columns.standardErrorExposure), true],
        ["F", keptRows.map((row) => numberText(ratio(row) ** 2)), true],
        [`Effect on ${harmonised.outcome.name}`, text(columns.betaOutcome), true],
        ["SE", text(columns.standardErrorOutcome), true],
      ],
    ),
  ];
}

function allelesText(effect: string, other: string): string {
  return effect === "" ? "not given" : `${effect}/${other === "" ? "?" : other}`;
}

function mainResults(options: ReportOptions): Block[] {
  const { estimates, harmonised } = options;
  if (!estimates) return [gap("the estimates", "pass `estimates: mr.estimate(harmonised)`")];
  const { columns, rowCount } = estimates;
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const defined = rows.filter((row) => columns.errorCode[row] === "");
  const refused = rows.filter((row) => columns.errorCode[row] !== "");
  const odds = columns["oddsRatio"] as Float64Array | undefined;
  const oddsLower = columns["oddsRatioCiLower"] as Float64Array | undefined;
  const oddsUpper = columns["oddsRatioCiUpper"] as Float64Array | undefined;
  const main = mainRow(estimates, options.mainMethod, defined);
  return [
    ...(main === undefined
      ? []
      : [
          paragraph(
            `Main estimate (${columns.method[main]}): one unit more of ${harmonised.exposure.name} changes ${harmonised.outcome.name} by ${effectText(estimates, main)}.`,
          ),
        ]),
    table(`Effect of ${harmonised.exposure.name} on ${harmonised.outcome.name}`, [
      ["Method", defined.map((row) => columns.method[row])],
      ["Variants", defined.map((row) => String(columns.variantCount[row])), true],
      ["Effect", defined.map((row) => numberText(columns.beta[row])), true],
      [
        "SE",
        defined.map((row) =>
          Number.isNaN(columns.standardError[row])
            ? "none"
            : numberText(columns.standardError[row]),
        ),
        true,
      ],
      [
        `${confidenceText(estimates)} interval`,
        defined.map((row) => intervalText(columns.ciLower[row], columns.ciUpper[row])),
        true,
      ],
      ...(odds && oddsLower && oddsUpper
        ? ([
            [
              "Odds ratio",
              defined.map((row) =>
                isEffect(estimates, row)
                  ? `${numberText(odds[row])} (${intervalText(oddsLower[row], oddsUpper[row])})`
                  : "none",
              ),
              true,
            ],
          ] as const)
        : []),
      ["P", defined.map((row) => pText(columns.negLog10PValue[row]).replace(/^P =? ?/, "")), true],
      [
        "Seed",
        defined.map((row) =>
          Number.isNaN(columns.seed[row]) ? "none" : String(columns.seed[row]),
        ),
        true,
      ],
    ]),
    ...list([
      ...refused.map((row) => `${columns.method[row]}: no estimate. ${columns.reason[row]}`),
      ...estimates.notices,
    ]),
  ];
}

function mainRow(
  { columns }: MrEstimates,
  wanted: string | undefined,
  defined: readonly number[],
): number | undefined {
  const find = (id: string): number | undefined =>
    defined.find((row) => columns.methodId[row] === id);
  return (wanted === undefined ? undefined : find(wanted)) ?? find("ivw") ?? defined[0];
}

/** The sign test estimates a concordance, not an effect. */
function isEffect({ columns }: MrEstimates, row: number): boolean {
  return columns.methodId[row] !== "signTest";
}

function effectText(estimates: MrEstimates, row: number): string {
  const { columns } = estimates;
  const odds = columns["oddsRatio"] as Float64Array | undefined;
  const interval = `${confidenceText(estimates)} interval ${intervalText(columns.ciLower[row], columns.ciUpper[row])}`;
  return `${numberText(columns.beta[row])} (${interval}, ${pText(columns.negLog10PValue[row])})${
    odds ? `, an odds ratio of ${numberText(odds[row])}` : ""
  }`;
}

function confidenceText({ provenance }: MrEstimates): string {
  const level = provenance["confidence"];
  return `${(100 * (typeof level === "number" ? level : 0.95)).toFixed(0)} %`;
}

function intervalText(lower: number, upper: number): string {
  return `${numberText(lower)} to ${numberText(upper)}`;
}

const CHECKS_OF_ASSUMPTIONS = [
  "Instrument strength",
  "Heterogeneity",
  "Directional pleiotropy",
  "Funnel asymmetry",
];

function assumptionResults({ sensitivity, harmonised }: ReportOptions): Block[] {
  if (!sensitivity) {
    return [
      gap("what was found of the assumptions", "pass `sensitivity: mr.sensitivity(harmonised)`"),
    ];
  }
  return [
    ...list(checksText(sensitivity, (check) => CHECKS_OF_ASSUMPTIONS.includes(check))),
    ...heterogeneityTable(sensitivity),
    paragraph(
      `What cannot be tested here: that no confounder of ${harmonised.outcome.name} goes along with the instruments, and that they act through ${harmonised.exposure.name} alone. A check without a concern is no proof: with few or weak instruments it has little power.`,
    ),
  ];
}

function heterogeneityTable({ heterogeneity }: NonNullable<ReportOptions["sensitivity"]>): Block[] {
  if (!heterogeneity) return [];
  const { columns } = heterogeneity;
  const rows = columns.method.flatMap((_, row) =>
    columns.errorCode[row] === "" && columns.method[row] !== "difference" ? [row] : [],
  );
  return [
    table("Heterogeneity between variants", [
      ["Statistic", rows.map((row) => columns.label[row])],
      ["Q", rows.map((row) => numberText(columns.q[row], 4)), true],
      ["df", rows.map((row) => String(columns.degreesOfFreedom[row])), true],
      ["P", rows.map((row) => pText(columns.negLog10PValue[row]).replace(/^P = /, "")), true],
      ["I²", rows.map((row) => percentText(columns.i2[row])), true],
    ]),
  ];
}

function sensitivityResults({
  sensitivity,
  presso,
  plots = [],
  estimates,
}: ReportOptions): Block[] {
  return [
    ...agreement(estimates),
    ...(sensitivity
      ? list(checksText(sensitivity, (check) => !CHECKS_OF_ASSUMPTIONS.includes(check)))
      : [gap("results of sensitivity analyses", "pass `sensitivity: mr.sensitivity(harmonised)`")]),
    ...(presso ? list(pressoText(presso)) : []),
    ...(plots.length > 0
      ? [paragraph("Pictures:"), ...list(plots.map(plotText))]
      : [gap("pictures, such as the scatter plot", "pass `plots: [plot.mrScatter(harmonised)]`")]),
  ];
}

function checksText(
  { checks }: NonNullable<ReportOptions["sensitivity"]>,
  isWanted: (check: string) => boolean,
): string[] {
  const { check, verdict, sentence } = checks.columns;
  return check.flatMap((name, row) =>
    isWanted(name) ? [`${name} (${verdict[row]}): ${sentence[row]}`] : [],
  );
}

function agreement(estimates: MrEstimates | undefined): Block[] {
  if (!estimates) return [];
  const known = estimates.columns.beta.filter(
    (value, row) => !Number.isNaN(value) && isEffect(estimates, row),
  );
  if (known.length < 2) return [];
  const isOneSign = known.every((value) => Math.sign(value) === Math.sign(known[0]));
  return [
    paragraph(
      `${known.length} estimators give effects from ${numberText(Math.min(...known))} to ${numberText(Math.max(...known))}, ${isOneSign ? "all of one sign" : "not all of one sign"}.`,
    ),
  ];
}

function pressoText({
  global,
  outliers,
  distortion,
  notes,
}: NonNullable<ReportOptions["presso"]>): string[] {
  const p = (test: { pValue: number; isUpperBound: boolean }): string =>
    `P ${test.isUpperBound ? "<" : "="} ${numberText(test.pValue, 2)}`;
  return [
    `MR-PRESSO, global test: ${p(global)} (residual sum of squares ${numberText(global.rssObserved, 4)}).`,
    outliers.length > 0
      ? `MR-PRESSO, outliers: ${listText(outliers, 20)}.`
      : "MR-PRESSO, outliers: none.",
    ...(distortion ?? []).map(
      ({ percent, p: test }) =>
        `MR-PRESSO, distortion by the outliers: ${numberText(percent)} % (${p(test)}).`,
    ),
    ...notes.map((note) => `MR-PRESSO: ${note}`),
  ];
}

/** A plot by its own words: summary, description or title of the spec. */
function plotText(spec: unknown, index: number): string {
  const { usermeta, description } = spec as {
    usermeta?: { genobook?: { summary?: unknown } };
    description?: unknown;
  };
  const summary = usermeta?.genobook?.summary ?? description;
  return typeof summary === "string" ? summary : `Picture ${index + 1}, without a description.`;
}

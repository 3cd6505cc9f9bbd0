import { VERSION } from "../../version.ts";
import { countText } from "../words.ts";
import { gap, given, list, paragraph, type Block, type Item } from "./document.ts";
import type { ReportOptions } from "./report-options.ts";

/** Items 5 to 9: assumptions, main analysis, how assumptions are assessed, sensitivity analyses, software. */
export function methodItems(options: ReportOptions): Item[] {
  const { assumptions = {}, harmonised } = options;
  const { exposure, outcome } = harmonised;
  return [
    {
      number: 5,
      title: "Assumptions",
      asks: "The assumptions of the main analysis and of those that relax them.",
      blocks: [
        paragraph(
          `Relevance: each instrument is associated with ${exposure.name}. ${assumptions.relevance ?? ""}`.trim(),
        ),
        paragraph(
          `Independence: nothing that affects ${outcome.name}, such as ancestry or parents' genotypes, goes along with the instruments. ${assumptions.independence ?? ""}`.trim(),
        ),
        ...(assumptions.independence
          ? []
          : [
              gap(
                "why independence is plausible here (ancestry, adjustment, relatives)",
                "give it as `assumptions.independence`",
              ),
            ]),
        paragraph(
          `Exclusion restriction: the instruments act on ${outcome.name} only through ${exposure.name}. ${assumptions.exclusionRestriction ?? ""}`.trim(),
        ),
        ...(assumptions.exclusionRestriction
          ? []
          : [
              gap(
                "why the instruments are taken to act only through the exposure (biology, known other traits)",
                "give it as `assumptions.exclusionRestriction`",
              ),
            ]),
        ...list([
          "For a single number to be the effect: it is linear and the same for all, or the number is an average.",
          "Both studies are of one population, and alleles and units mean the same in both.",
        ]),
      ],
    },
    {
      number: 6,
      title: "Statistical methods: main analysis",
      asks: "How instruments were used, which estimators with which conventions, and how missing data and multiple tests were treated.",
      blocks: mainMethods(options),
    },
    {
      number: 7,
      title: "Assessment of assumptions",
      asks: "How each assumption was examined, or that it was not.",
      blocks: options.sensitivity
        ? list([
            "Relevance: F of each instrument, in mean and minimum.",
            "Independence: not tested. Summary data hold no confounders.",
            "Exclusion restriction: only what follows from it, that variants agree (heterogeneity) and that direct effects do not lean to one side (MR-Egger intercept, funnel). No test can confirm it.",
            ...(options.sensitivity.steiger
              ? ["Direction: Steiger test, by variant and overall."]
              : []),
          ])
        : [
            gap(
              "how the assumptions were assessed",
              "pass `sensitivity: mr.sensitivity(harmonised)`",
            ),
          ],
    },
    {
      number: 8,
      title: "Sensitivity and additional analyses",
      asks: "What was done to see how far the result hangs on assumptions and on single variants.",
      blocks: sensitivityMethods(options),
    },
    {
      number: 9,
      title: "Software and preregistration",
      asks: "Software with versions and settings, and whether the protocol was registered.",
      blocks: [
        paragraph(`Genobook analysis library ${VERSION}.`),
        given(
          options.preregistration,
          "whether and where the protocol was registered",
          "preregistration",
        ),
      ],
    },
  ];
}

function mainMethods({ estimates, harmonised }: ReportOptions): Block[] {
  if (!estimates) {
    return [
      gap("the estimators and their conventions", "pass `estimates: mr.estimate(harmonised)`"),
    ];
  }
  const { method, seed } = estimates.columns;
  const { provenance } = estimates;
  const random = method.filter((_, row) => !Number.isNaN(seed[row]));
  const confidence = provenance["confidence"];
  return [
    paragraph("Estimators, with their conventions:"),
    ...list(method),
    ...list([
      ...(typeof confidence === "number"
        ? [
            `Intervals are of ${(100 * confidence).toFixed(0)} %; an interval and its P value are of the same distribution.`,
          ]
        : []),
      random.length > 0
        ? `Random numbers: seed ${String(provenance["seed"])}, ${String(provenance["bootstraps"])} bootstrap samples, for ${countText(random.length, "estimator")}, marked by the seed in the table of item 11.`
        : "No estimator draws random numbers.",
      harmonised.correlation
        ? "Instruments are correlated; their correlation matrix is part of the estimates that use it."
        : "Instruments are taken as independent.",
      "Effects on the outcome are per unit of the exposure. P values are not corrected for the number of estimators, which answer the same question.",
    ]),
  ];
}

function sensitivityMethods({ sensitivity, presso, estimates }: ReportOptions): Block[] {
  const others = estimates ? estimates.rowCount - 1 : 0;
  const done = [
    ...(others > 0 ? ["Estimators with other assumptions, listed under item 6."] : []),
    ...(sensitivity
      ? [
          "Cochran's Q, Rücker's Q′ and I²; the intercept of MR-Egger under Student's t and the normal distribution; I²_GX.",
          ...(sensitivity.simex
            ? [
                `SIMEX for MR-Egger: quadratic extrapolation, jackknife variance, ${String(sensitivity.simex.provenance["simulations"])} simulations for each λ, seed ${sensitivity.seed}.`,
              ]
            : []),
          ...(sensitivity.leaveOneOut ? ["Leave-one-out by inverse variance weighting."] : []),
          ...(sensitivity.influence
            ? ["Studentised residuals, leverage and Cook's distance."]
            : []),
          ...(sensitivity.funnelAsymmetry
            ? ["Funnel asymmetry by Egger's regression and by rank correlation."]
            : []),
        ]
      : []),
    ...(presso
      ? [
          `MR-PRESSO: global, outlier and distortion test, ${presso.simulations.toLocaleString("en-US")} simulations, level ${presso.significance}, seed ${presso.seed}.`,
        ]
      : []),
  ];
  return [
    ...list(done),
    ...(sensitivity
      ? []
      : [gap("sensitivity analyses", "pass `sensitivity: mr.sensitivity(harmonised)`")]),
  ];
}

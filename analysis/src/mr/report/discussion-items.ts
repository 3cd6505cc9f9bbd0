import { given, list, paragraph, type Block, type Item } from "./document.ts";
import type { ReportOptions } from "./report-options.ts";

/** Items 14 to 17. */
export function discussionItems(options: ReportOptions): Item[] {
  const { discussion = {} } = options;
  return [
    {
      number: 14,
      title: "Key results",
      asks: "The results in short, against the objectives.",
      blocks: [
        given(discussion.keyResults, "a summary of the key results", "discussion.keyResults"),
      ],
    },
    {
      number: 15,
      title: "Limitations",
      asks: "What the assumptions leave open, other sources of bias, and in which direction they act.",
      blocks: [
        ...concerns(options),
        given(
          discussion.limitations,
          "limitations, with direction and size of bias",
          "discussion.limitations",
        ),
      ],
    },
    {
      number: 16,
      title: "Interpretation",
      asks: "A cautious reading: meaning, mechanism, and what it would say of an intervention.",
      blocks: [
        given(
          discussion.interpretation,
          "the interpretation: meaning, mechanism, relevance for practice",
          "discussion.interpretation",
        ),
      ],
    },
    {
      number: 17,
      title: "Generalisability",
      asks: "To which people, ages, times and doses the result may apply.",
      blocks: [
        given(
          discussion.generalisability,
          "to whom the results may apply",
          "discussion.generalisability",
        ),
      ],
    },
  ];
}

function concerns({ sensitivity }: ReportOptions): Block[] {
  const { check, verdict } = sensitivity?.checks.columns ?? { check: [], verdict: [] };
  const named = (wanted: string): string[] => check.filter((_, row) => verdict[row] === wanted);
  const [concerning, undefinedChecks] = [named("concern"), named("not defined")];
  return [
    ...(concerning.length > 0
      ? [paragraph(`Checks that raise a concern: ${concerning.join(", ")}.`)]
      : []),
    ...(undefinedChecks.length > 0
      ? [paragraph(`Checks that are not defined for these data: ${undefinedChecks.join(", ")}.`)]
      : []),
    ...list([
      "Genetic effects are lifelong and small; they are no forecast of a short or strong intervention.",
    ]),
  ];
}

/** Items 18 to 20. */
export function otherItems(options: ReportOptions, calls: string): Item[] {
  const { harmonised, studies } = options;
  const sources = (["exposure", "outcome"] as const).flatMap((role) => {
    const { name, source } = harmonised[role];
    const description = studies?.[role];
    const facts = [
      description?.citation,
      source && `file ${source}`,
      description?.licence && `licence ${description.licence}`,
    ].filter(Boolean);
    return facts.length > 0 ? [`${name}: ${facts.join("; ")}`] : [];
  });
  return [
    {
      number: 18,
      title: "Funding",
      asks: "Who paid for this study and for the data sets, and their role.",
      blocks: [given(options.funding, "funding of this work and of the studies", "funding")],
    },
    {
      number: 19,
      title: "Data and data sharing",
      asks: "Where data and code are.",
      blocks: [
        ...list(sources),
        given(
          options.dataAvailability,
          "where the summary statistics can be had",
          "dataAvailability",
        ),
        given(options.codeAvailability, "where the notebook can be had", "codeAvailability"),
        paragraph("The calls of this analysis:"),
        { kind: "code", text: calls },
      ],
    },
    {
      number: 20,
      title: "Conflicts of interest",
      asks: "What every author declares.",
      blocks: [
        given(options.conflictsOfInterest, "a declaration of every author", "conflictsOfInterest"),
      ],
    },
  ];
}

import { given, paragraph, type Item } from "./document.ts";
import type { ReportOptions } from "./report-options.ts";

/** Items 1 to 3: title and abstract, background, objectives. */
export function frontItems(options: ReportOptions, title: string): Item[] {
  const { exposure, outcome } = options.harmonised;
  return [
    {
      number: 1,
      title: "Title and abstract",
      asks: "The title names Mendelian randomization as the design, and a summary stands in front.",
      blocks: [
        paragraph(`Title: ${title}`),
        given(options.abstract, "a structured abstract", "abstract"),
      ],
    },
    {
      number: 2,
      title: "Background",
      asks: "What is known, why the question matters, and why Mendelian randomization can answer it.",
      blocks: [
        given(
          options.background,
          `the scientific background of ${exposure.name} and ${outcome.name}`,
          "background",
        ),
      ],
    },
    {
      number: 3,
      title: "Objectives",
      asks: "The question and the hypothesis set before the analysis.",
      blocks: [
        paragraph(
          `Question: does ${exposure.name} cause a change of ${outcome.name}, as far as genetic variants can tell?`,
        ),
        given(options.objectives, "prespecified hypotheses", "objectives"),
      ],
    },
  ];
}

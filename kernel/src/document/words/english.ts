import type { DocumentWords, RowsForm } from "./words.ts";

const FORMS: Readonly<Record<RowsForm, string>> = {
  table: "table",
  text: "text",
  "plot rows": "plot rows",
};

const rowsOf = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);

export const ENGLISH: DocumentWords = {
  language: "en",
  page: {
    skip: "Skip to the text",
    contents: "Contents",
    hideCode: "Hide code",
    code: "Code",
    released: "Released:",
    messages: "Messages",
    printed: "Printed",
    error: "Error",
    table: "Table",
    cutHere: "… cut here: the notebook has the rest",
    pictureLeftOut: (alt) => `[picture left out: ${alt === "" ? "no text" : alt}]`,
  },
  plot: {
    plot: "Plot",
    gist: () => undefined,
    keys: "Drawing. Arrow keys step through its points.",
    linkedKeys: "Drawing. Arrow keys step through its points, Enter selects one in all plots.",
    regions:
      "Regions around the strongest variants; a click on one of them in the plot opens its region, too.",
    regionOf: (variant) => `Region of ${variant}`,
    showing: (shown, total) => `Showing ${shown} of ${total} points.`,
    rowsBehind: "Rows behind this plot",
    rows: (count, shown) => `${shown} ${count === 1 ? "row" : "rows"}`,
    firstRows: (shown, total, isStrongest) =>
      `${shown} of ${total} rows${isStrongest ? ", the strongest first" : ""}`,
  },
  provenance: {
    title: "Provenance",
    notebook: "Notebook",
    notebookHash: "SHA-256 of the notebook",
    written: "Written",
    writtenBy: "Written by",
    kernel: "Kernel",
    notRecorded: "not recorded",
    run: "Run",
    timesNotRecorded: "times not recorded",
    fromTo: (from, to) => `${from} to ${to}`,
    order: "Order",
    orderOf: ({ cells, ran, isSorted }) => {
      if (ran === 0) return "no cell records that it was run";
      const sorted = isSorted
        ? "cells were run in their order"
        : "cells were not run in their order";
      const missing = cells - ran;
      return missing === 0 ? sorted : `${sorted}; ${missing} of ${cells} do not record a run`;
    },
    checked: "Checked",
    whatWasChecked: (smallest, pictures) =>
      `outputs have no rows of single people and no counts of fewer than ${smallest} people, as far as names, numbers of rows and words tell` +
      (pictures > 0
        ? `; ${pictures} ${pictures === 1 ? "picture" : "pictures"} without rows could not be looked into`
        : ""),
    releases: "Released in spite of the check",
    datasets: "Data sets",
    steps: "Steps and parameters",
    results: "What results record of themselves",
    cell: "Cell",
    reason: "Reason",
    file: "File",
    bytes: "Bytes",
    hashNow: "SHA-256 when this was written",
    registered: "Registered",
    call: "Call",
    parameters: "Parameters",
    recorded: "Recorded",
    notAtHand: "not at hand",
    no: "no",
    registeredAs: (id, hash, shown) =>
      `as ${id}, ${{ same: "with this content", other: `with other content: ${shown}`, unknown: `with SHA-256 ${shown}` }[hash]}`,
  },
  gate: {
    seen: (seen) => {
      switch (seen.kind) {
        case "id column":
          return `The ${FORMS[seen.form]} has the column "${seen.name}", which names people.`;
        case "names in column":
          return `The ${FORMS[seen.form]} has another name in each row of the column "${seen.name}".`;
        case "rows of a cohort":
          return `The ${FORMS[seen.form]} has ${seen.rows.toLocaleString("en-US")} rows, as many as there are people.`;
        case "attributes":
          return `The ${FORMS[seen.form]} has a row each with ${seen.columns.join(", ")}, as of single people.`;
        case "small counts":
          return `The column "${seen.name}" of the ${FORMS[seen.form]} counts fewer than ${seen.smallest} people in ${rowsOf(seen.rows)}.`;
        case "pedigree lines":
          return "The text has lines of a pedigree file, a line a person.";
        case "names in VCF":
          return "The text has a VCF header that names people.";
        case "id values":
          return `The text has values of "${seen.name}", which names people.`;
        case "list of a cohort":
          return "The text has a list of values as long as there are people.";
        case "small count in text":
          return `The text counts fewer than ${seen.smallest} people.`;
      }
    },
    why: {
      people:
        "Rows of single people may tell who they are; results are shared as counts, estimates and plots of groups.",
      "small count": "A count of very few people may tell who they are.",
    },
    remedy: {
      people:
        'Show a summary, or clear the output. If these are not people, or may be public, give the cell the tag "release" and write why in a line "// release: …".',
      "small count":
        'Join categories, or show a range. If the count may be public, give the cell the tag "release" and write why in a line "// release: …".',
    },
    reasonMissing:
      'The cell has the tag "release" but no reason: add a line "// release: why this may be public".',
  },
};

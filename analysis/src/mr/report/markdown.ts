import {
  gapsOf,
  grouped,
  type Block,
  type Gap,
  type ReportDocument,
  type ReportTable,
} from "./document.ts";

/** The document as Markdown (CommonMark with tables); text of the data cannot become markup. */
export function markdownOf(document: ReportDocument): string {
  const gaps = gapsOf(document);
  const blocks = [
    `# ${plain(document.title)}`,
    ...(document.authors.length > 0
      ? [document.authors.map((author) => plain(author)).join(", ")]
      : []),
    document.made.map((line) => `- ${plain(line)}`).join("\n"),
    ...(gaps.length > 0
      ? [
          `**Not filled: ${gaps.length}.**`,
          gaps.map((each) => `- Item ${each.number}: ${gapText(each)}`).join("\n"),
        ]
      : ["**Every item is filled.**"]),
    ...document.parts.flatMap(({ title, items }) => [
      `## ${title}`,
      ...items.flatMap(({ number, title: name, asks, blocks: content }) => [
        `### ${number}. ${name}`,
        `*${asks}*`,
        ...grouped(content).map((block) => ("kind" in block ? blockText(block) : gapsText(block))),
      ]),
    ]),
    "## References",
    document.references.map((reference) => `- ${plain(reference)}`).join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function gapsText(gaps: readonly Gap[]): string {
  if (gaps.length === 1) return `> **Not filled:** ${gapText(gaps[0])}`;
  return ["> **Not filled:**", ">", ...gaps.map((each) => `> - ${gapText(each)}`)].join("\n");
}

function blockText(block: Exclude<Block, Gap>): string {
  switch (block.kind) {
    case "paragraph":
      return plain(block.text);
    case "list":
      return block.items.map((item) => `- ${plain(item)}`).join("\n");
    case "heading":
      return `#### ${plain(block.text)}`;
    case "code":
      return `\`\`\`ts\n${block.text.replaceAll("```", "` ` `")}\n\`\`\``;
    case "table":
      return tableText(block.table);
  }
}

function gapText({ what, how }: { readonly what: string; readonly how: string }): string {
  return `${plain(what)}, ${plain(how, true)}.`;
}

function tableText({ caption, header, isNumber, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [
    `**${plain(caption)}**`,
    "",
    line(header),
    `| ${isNumber.map((isRight) => (isRight ? "---:" : "---")).join(" | ")} |`,
    ...rows.map(line),
  ].join("\n");
}

function cell(text: string): string {
  return plain(text).replaceAll("|", "\\|");
}

/** @param hasCode - whether pairs of backticks are kept as code */
function plain(text: string, hasCode = false): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(hasCode ? /[\\*_[\]<>#&~]/g : /[\\`*_[\]<>#&~]/g, (sign) => `\\${sign}`)
    .replace(/^([-+]|\d+[.)])(?= )/, "\\$1");
}

/** A report before it is Markdown or HTML. All text is plain: renderers escape it. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly table: ReportTable }
  | { readonly kind: "code"; readonly text: string }
  | Gap;

export interface Gap {
  readonly kind: "gap";
  /** What is not there: `ancestry of the exposure's study`. */
  readonly what: string;
  /** How it is given: an option of `mr.report`, or a call. */
  readonly how: string;
}

export interface ReportTable {
  readonly caption: string;
  readonly header: readonly string[];
  /** Which columns are numbers, right-aligned. */
  readonly isNumber: readonly boolean[];
  /** The first cell names its row. */
  readonly rows: readonly (readonly string[])[];
}

/** One item of the checklist. */
export interface Item {
  readonly number: number;
  readonly title: string;
  /** What the item asks for, in a sentence. */
  readonly asks: string;
  readonly blocks: readonly Block[];
}

interface ReportPart {
  readonly title: string;
  readonly items: readonly Item[];
}

export interface ReportDocument {
  readonly title: string;
  readonly authors: readonly string[];
  /** Date, version and counts, under the title. */
  readonly made: readonly string[];
  readonly parts: readonly ReportPart[];
  readonly references: readonly string[];
}

/** Neighbouring gaps as one group, which is shown in one box. */
export function grouped(blocks: readonly Block[]): (Exclude<Block, Gap> | readonly Gap[])[] {
  const groups: (Exclude<Block, Gap> | Gap[])[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind !== "gap") groups.push(block);
    else if (Array.isArray(last)) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

export function heading(text: string): Block {
  return { kind: "heading", text };
}

export function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}

export function list(items: readonly string[]): Block[] {
  return items.length > 0 ? [{ kind: "list", items }] : [];
}

export function gap(what: string, how: string): Block {
  return { kind: "gap", what, how };
}

/** The text where it is given, the gap where it is not. */
export function given(text: string | undefined, what: string, option: string): Block {
  return text === undefined || text.trim() === ""
    ? gap(what, `give it as \`${option}\``)
    : paragraph(text);
}

/** A table of columns; text columns on the left, numbers formatted and on the right. */
export function table(
  caption: string,
  columns: readonly (readonly [header: string, cells: readonly string[], isNumber?: boolean])[],
): Block {
  const count = columns[0]?.[1].length ?? 0;
  return {
    kind: "table",
    table: {
      caption,
      header: columns.map(([header]) => header),
      isNumber: columns.map(([, , isNumber = false]) => isNumber),
      rows: Array.from({ length: count }, (_, row) => columns.map(([, cells]) => cells[row])),
    },
  };
}

export function gapsOf({
  parts,
}: ReportDocument): readonly { number: number; what: string; how: string }[] {
  return parts.flatMap(({ items }) =>
    items.flatMap(({ number, blocks }) =>
      blocks.flatMap((block) =>
        block.kind === "gap" ? [{ number, what: block.what, how: block.how }] : [],
      ),
    ),
  );
}

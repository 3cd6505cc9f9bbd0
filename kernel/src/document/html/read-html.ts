import { Parser } from "htmlparser2";
import { escapeHtml } from "../../display/escape-html.ts";
import type { DataTable } from "../gate/data-table.ts";
import { type DocumentWords, wordsIn } from "../words/words.ts";
import { allowedAttributes, isAllowed, isEmpty, isHidden } from "./allowed.ts";

export interface ReadHtml {
  /** Written anew from what is allowed: no script, no style sheet, nothing from elsewhere. */
  readonly html: string;
  /** Every table in it. */
  readonly tables: readonly DataTable[];
  /** Everything in it as text. */
  readonly text: string;
}

interface Reading {
  readonly words: DocumentWords["page"];
  readonly parts: string[];
  readonly tables: DataTable[];
  readonly text: string[];
}

/** Elements after which text goes on in a new line. */
const LINES = /^(?:br|div|p|pre|tr|li|h[1-6]|table|section|blockquote|summary|figcaption)$/;

/** Reads HTML of others: what may stay of it, and what the gate has to look at. Documents inside documents are opened. */
export function readHtml(html: string, { page: words }: DocumentWords = wordsIn("en")): ReadHtml {
  const reading: Reading = { words, parts: [], tables: [], text: [] };
  readInto(html, reading, 0);
  return { html: reading.parts.join(""), tables: reading.tables, text: reading.text.join("") };
}

function readInto(html: string, { words, parts, tables, text }: Reading, depth: number): void {
  const open: string[] = [];
  const unfinished: TableReading[] = [];
  let hidden = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (isHidden(name)) hidden++;
        if (hidden > 0) return;
        const inner = attributes["srcdoc"];
        if (name === "iframe" && inner !== undefined && depth < 2) {
          parts.push("<section>");
          readInto(inner, { words, parts, tables, text }, depth + 1);
          parts.push("</section>");
        }
        if (name === "table") unfinished.push(new TableReading());
        else unfinished.at(-1)?.open(name);
        if (!isAllowed(name)) return;
        const kept = allowedAttributes(name, attributes);
        if (name === "img" && !kept.some(([attribute]) => attribute === "src")) {
          parts.push(`<em>${words.pictureLeftOut(escapeHtml(attributes["alt"] ?? ""))}</em>`);
          return;
        }
        const written = kept.map(([key, value]) => ` ${key}="${escapeHtml(value)}"`).join("");
        // Tables are wider than a page; they scroll by themselves.
        if (name === "table")
          parts.push(`<div class="wide" tabindex="0" role="region" aria-label="${words.table}">`);
        parts.push(`<${name}${written}>`);
        if (!isEmpty(name)) open.push(name);
      },
      ontext(piece) {
        if (hidden > 0) return;
        parts.push(escapeHtml(piece));
        text.push(piece);
        unfinished.at(-1)?.write(piece);
      },
      onclosetag(name) {
        if (isHidden(name)) {
          hidden = Math.max(0, hidden - 1);
          return;
        }
        if (hidden > 0) return;
        if (name === "td" || name === "th") text.push("\t");
        if (LINES.test(name)) text.push("\n");
        if (name === "table") {
          const table = unfinished.pop()?.finish();
          if (table) tables.push(table);
        } else unfinished.at(-1)?.close(name);
        const at = open.lastIndexOf(name);
        if (at < 0) return;
        for (const each of open.splice(at).toReversed()) {
          parts.push(`</${each}>`);
          if (each === "table") parts.push("</div>");
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  for (const each of open.toReversed()) {
    parts.push(`</${each}>`);
    if (each === "table") parts.push("</div>");
  }
  const rest = unfinished.flatMap((table) => table.finish() ?? []);
  tables.push(...rest);
}

/** Gathers the cells of one table. The first row names the columns when it is a head or holds headers. */
class TableReading {
  readonly #rows: { readonly cells: string[]; isHead: boolean }[] = [];
  #cell: string[] | undefined;
  #inHead = false;

  open(name: string): void {
    if (name === "thead") this.#inHead = true;
    if (name === "tr") this.#rows.push({ cells: [], isHead: this.#inHead });
    if (name !== "td" && name !== "th") return;
    if (this.#rows.length === 0) this.#rows.push({ cells: [], isHead: this.#inHead });
    this.#cell = [];
    if (name === "th" && this.#rows.length === 1) this.#rows[0]!.isHead = true;
  }

  write(piece: string): void {
    this.#cell?.push(piece);
  }

  close(name: string): void {
    if (name === "thead") this.#inHead = false;
    if ((name !== "td" && name !== "th") || this.#cell === undefined) return;
    this.#rows.at(-1)!.cells.push(this.#cell.join("").trim());
    this.#cell = undefined;
  }

  finish(): DataTable | undefined {
    const heads = this.#rows.filter(({ isHead }) => isHead);
    const rows = this.#rows.filter(({ isHead }) => !isHead).map(({ cells }) => cells);
    const columns = heads.at(-1)?.cells ?? rows[0]?.map((_, i) => `column ${i + 1}`);
    if (columns === undefined) return undefined;
    return { form: "table", columns, rows, rowCount: rows.length };
  }
}

import { Marked } from "marked";
import type { MimeData } from "../notebook.ts";
import { type DocumentWords, wordsIn } from "../words/words.ts";
import { readHtml, type ReadHtml } from "./read-html.ts";

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

export interface ReadMarkdown extends ReadHtml {
  readonly headings: readonly Heading[];
}

const markdown = new Marked({ gfm: true, async: false });

/**
 * Renders a Markdown cell.
 *
 * @param attachments - pictures that the text names as `attachment:name`
 * @param anchorOf - a heading's anchor, each time another
 */
export function readMarkdown(
  source: string,
  attachments: ReadonlyMap<string, MimeData>,
  anchorOf: (text: string) => string,
  words: DocumentWords = wordsIn("en"),
): ReadMarkdown {
  const withPictures = source.replaceAll(/\(attachment:([^)\s]+)\)/g, (whole, name: string) => {
    const [mime, content] =
      Object.entries(attachments.get(decodeURIComponent(name)) ?? {})[0] ?? [];
    return mime !== undefined && typeof content === "string"
      ? `(data:${mime};base64,${content.replaceAll("\n", "")})`
      : whole;
  });
  const read = readHtml(markdown.parse(withPictures) as string, words);
  const headings: Heading[] = [];
  const html = read.html.replaceAll(
    /<h([1-6])>(.*?)<\/h\1>/gs,
    (_, level: string, inner: string) => {
      const text = readHtml(inner).text.trim();
      const anchor = anchorOf(text);
      headings.push({ level: Number(level), text, anchor });
      return `<h${level} id="${anchor}">${inner}</h${level}>`;
    },
  );
  return { ...read, html, headings };
}

/** Makes anchors of headings: letters and digits, numbered where two are the same. */
export function anchors(): (text: string) => string {
  const used = new Map<string, number>();
  return (text) => {
    const words = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
    const plain = words.replaceAll(/^-+|-+$/g, "") || "section";
    const count = used.get(plain) ?? 0;
    used.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count + 1}`;
  };
}

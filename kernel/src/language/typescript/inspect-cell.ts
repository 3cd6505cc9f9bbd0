import ts from "#typescript";
import type { Inspection } from "../backend.ts";
import { documentAt } from "./documentation.ts";

export const plain = (parts: ts.SymbolDisplayPart[] | undefined): string =>
  ts.displayPartsToString(parts).replace(/import\("[^"]*\/__cell(_\d+)?"\)\./g, "");

function tagText(tag: ts.JSDocTagInfo, format: "text" | "markdown"): string {
  const body = plain(tag.text);
  if (format === "text") return `@${tag.name} ${body}`.trimEnd();
  if (tag.name === "example") {
    return `*@example*\n${body.includes("```") ? body : `\`\`\`typescript\n${body}\n\`\`\``}`;
  }
  if (tag.name !== "param") return `*@${tag.name}* ${body}`.trimEnd();
  const [name, ...rest] = body.split(" ");
  return `*@param* \`${name ?? ""}\` ${rest.join(" ")}`.trimEnd();
}

/** Signature, documentation and tags as text and as Markdown. */
export function describe(
  signature: string,
  documentation: string,
  tags: readonly ts.JSDocTagInfo[],
): Inspection {
  const join = (parts: string[]): string => parts.filter((part) => part !== "").join("\n\n");
  return {
    text: join([signature, documentation, tags.map((tag) => tagText(tag, "text")).join("\n")]),
    markdown: join([
      `\`\`\`typescript\n${signature}\n\`\`\``,
      documentation,
      ...tags.map((tag) => tagText(tag, "markdown")),
    ]),
  };
}

function describeSignature(help: ts.SignatureHelpItems, detail: 0 | 1): Inspection | undefined {
  const items = detail === 1 ? help.items : help.items.slice(help.selectedItemIndex).slice(0, 1);
  const first = items[0];
  if (!first) return undefined;
  const written = items.map((item) =>
    [
      plain(item.prefixDisplayParts),
      item.parameters
        .map((parameter) => plain(parameter.displayParts))
        .join(plain(item.separatorDisplayParts)),
      plain(item.suffixDisplayParts),
    ].join(""),
  );
  return describe(written.join("\n"), plain(first.documentation), first.tags);
}

/** How a name of an earlier cell was brought in is nobody's business. */
const withoutAlias = (signature: string): string =>
  signature
    .replace(/^\(alias\) (?=[\w$]+[(<])/, "function ")
    .replace(/^\(alias\) /, "")
    .replace(/\nimport [\w$]+$/, "");

/** Offset in the last name of the innermost call whose parentheses hold an offset. */
function calledAt(file: ts.SourceFile | undefined, offset: number): number | undefined {
  let found: number | undefined;
  const look = (node: ts.Node): void => {
    if (node.pos > offset || node.end < offset) return;
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
    if (isCall && node.expression.end <= offset) found = node.expression.end - 1;
    ts.forEachChild(node, look);
  };
  if (file) look(file);
  return found;
}

/**
 * Signature and documentation of what is at an offset; inside the parentheses of a call, of what is called.
 *
 * @param original - what there is to know of a name where an earlier cell declares it
 */
export function inspectCell(
  service: ts.LanguageService,
  file: string,
  offset: number,
  start: number,
  detail: 0 | 1,
  original: (name: string) => ts.QuickInfo | undefined,
): Inspection | undefined {
  documentAt(service, file, offset);
  if (offset > start) documentAt(service, file, offset - 1);
  const info =
    service.getQuickInfoAtPosition(file, offset) ??
    (offset > start ? service.getQuickInfoAtPosition(file, offset - 1) : undefined);
  if (info) {
    const own = service.getProgram()?.getSourceFile(file)?.text ?? "";
    const { textSpan } = info;
    const better = original(own.slice(textSpan.start, textSpan.start + textSpan.length)) ?? info;
    const hasMore = (info.documentation?.length ?? 0) === 0 && (info.tags?.length ?? 0) === 0;
    const { documentation, tags } = hasMore ? better : info;
    return describe(withoutAlias(plain(info.displayParts)), plain(documentation), tags ?? []);
  }
  const called = calledAt(service.getProgram()?.getSourceFile(file), offset);
  if (called !== undefined) documentAt(service, file, called);
  const help = service.getSignatureHelpItems(file, offset, {});
  return help ? describeSignature(help, detail) : undefined;
}

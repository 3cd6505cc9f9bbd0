// Every string that the extension shows through its translator: calls in the sources, and titles in the schemas.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const extension = dirname(dirname(fileURLToPath(import.meta.url)));
export const catalogueFile = join(extension, "locale", "zh_CN", "LC_MESSAGES", "genobook.json");

/** How gettext parts a context from its text. */
export const CONTEXT_END = "\u0004";

/** Places of the context, the text and its plural among the arguments of the translator's calls. */
const CALLS = {
  __: { text: 0 },
  gettext: { text: 0 },
  _n: { text: 0, plural: 1 },
  ngettext: { text: 0, plural: 1 },
  _p: { context: 0, text: 1 },
  pgettext: { context: 0, text: 1 },
  _np: { context: 0, text: 1, plural: 2 },
  npgettext: { context: 0, text: 1, plural: 2 },
};

/** Which strings of a schema are shown, with the context that JupyterLab's server looks them up in. */
const SCHEMA_STRINGS = [
  [/^\/(title|description)$/, "schema"],
  [/\/properties\/.*\/(title|description)$/, "settings"],
  [/^\/jupyter\.lab\.setting-icon-label$/, "settings"],
  [/^\/jupyter\.lab\.menus\/.*\/label$/, "menu"],
  [/^\/jupyter\.lab\.toolbars\/.*\/label$/, "toolbar"],
];

/**
 * @typedef {{ key: string, texts: string[], places: string[] }} Message
 * `texts` holds the text, and its plural where it has one.
 *
 * @returns {Message[]} sorted by key
 */
export function findMessages() {
  /** @type {Map<string, Message>} */
  const found = new Map();
  /** @param {string | undefined} context @param {string[]} texts @param {string} place */
  const add = (context, texts, place) => {
    const key = context === undefined ? texts[0] : `${context}${CONTEXT_END}${texts[0]}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { key, texts, places: [place] });
    else if (known.texts.length === texts.length) known.places.push(place);
    else {
      const both = `${known.places[0]} and ${place}`;
      throw new Error(
        `${both}: "${texts[0]}" is with and without a plural, which no catalogue can hold.`,
      );
    }
  };
  for (const file of sources()) readSource(file, add);
  for (const name of readdirSync(join(extension, "schema"))) {
    if (!name.endsWith(".json")) continue;
    const schema = JSON.parse(readFileSync(join(extension, "schema", name), "utf8"));
    readSchema(schema, "", (context, text) => add(context, [text], `schema/${name}`));
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function sources() {
  return readdirSync(join(extension, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => join(extension, "src", name));
}

/** @param {string} file @param {(context: string | undefined, texts: string[], place: string) => void} add */
function readSource(file, add) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const call = CALLS[/** @type {keyof typeof CALLS} */ (node.expression.name.text)];
      const isTranslator = /(^|[.#])trans$/.test(node.expression.expression.getText(source));
      if (call !== undefined && isTranslator) readCall(node, call);
    }
    ts.forEachChild(node, visit);
  };
  /** @param {ts.CallExpression} node @param {{ text: number, plural?: number, context?: number }} call */
  const readCall = (node, call) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const place = `${relative(extension, file)}:${line + 1}`;
    /** @param {number} index */
    const textAt = (index) => {
      const text = literal(node.arguments[index]);
      if (text === undefined) {
        throw new Error(
          `${place}: a translated text must be written out, or nobody can translate it.`,
        );
      }
      return text;
    };
    const { text, plural, context } = call;
    const texts = plural === undefined ? [textAt(text)] : [textAt(text), textAt(plural)];
    add(context === undefined ? undefined : textAt(context), texts, place);
  };
  visit(source);
}

/** @param {ts.Expression | undefined} node @returns {string | undefined} */
function literal(node) {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return literal(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** @param {unknown} value @param {string} path @param {(context: string, text: string) => void} add */
function readSchema(value, path, add) {
  if (typeof value === "string") {
    const context = SCHEMA_STRINGS.find(([pattern]) => pattern.test(path))?.[1];
    if (context !== undefined) add(context, value);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) readSchema(inner, `${path}/${name}`, add);
  }
}

/** @returns {Record<string, string[]> & { "": Record<string, string> }} */
export function readCatalogue() {
  return JSON.parse(readFileSync(catalogueFile, "utf8"));
}

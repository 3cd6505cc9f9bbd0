import type typescript from "typescript";
import type {
  CallExpression,
  Node,
  ObjectLiteralExpression,
  ObjectLiteralElementLike,
} from "typescript";
import type { SealedCell } from "./seal-output.ts";
import { sealAnswer } from "./seal.ts";
import type { TeachingWords } from "./words/words.ts";

type TypeScript = typeof typescript;

/** Seal of the exercise with this question, from its output: null where it cannot be sealed, undefined where it is not known. */
export type SealFinder = (question: string) => string | null | undefined;

const HIDDEN: ReadonlySet<string | undefined> = new Set(["answer", "within", "because"]);

/**
 * Puts a seal in place of the answer, tolerance and reason of every `exercise({ … })` in a cell. Answers that are written
 * out are sealed as they stand; those that are computed need the seal that running the cell has left in its output.
 */
export function sealExercises(
  ts: TypeScript,
  source: string,
  find: SealFinder,
  { cannotBeSealed, optionsElsewhere }: TeachingWords["copies"],
): SealedCell {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  const readable: string[] = [];
  const unsealed: string[] = [];
  const seal = (call: CallExpression): void => {
    const [options] = call.arguments;
    if (options === undefined) return;
    const posed = ts.isObjectLiteralExpression(options) ? optionsOf(ts, options) : undefined;
    if (posed === undefined || !ts.isObjectLiteralExpression(options)) {
      readable.push(optionsElsewhere(shortened(options.getText())));
      return;
    }
    const answer = posed.get("answer");
    if (posed.has("seal") || answer === undefined) return;
    const question = literalOf(ts, posed.get("question"));
    const name = shortened(typeof question === "string" ? question : options.getText());
    const written = isFunction(ts, answer) ? null : sealOfLiterals(ts, posed);
    const found = written === undefined ? known(question) : written;
    if (found === null) readable.push(cannotBeSealed(name));
    else if (found === undefined) unsealed.push(name);
    else edits.push({ from: options.getStart(), to: options.end, text: withSeal(options, found) });
  };
  const known = (question: unknown): string | null | undefined =>
    typeof question === "string" ? find(question) : undefined;
  const visit = (node: Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === "exercise") {
        seal(node);
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const sealed = edits.reduceRight(
    (text, { from, to, text: inner }) => text.slice(0, from) + inner + text.slice(to),
    source,
  );
  return { source: sealed, sealed: edits.length, readable, unsealed };
}

/** Properties by name; undefined when some stand elsewhere. */
function optionsOf(
  ts: TypeScript,
  { properties }: ObjectLiteralExpression,
): Map<string, ObjectLiteralElementLike> | undefined {
  const named = new Map<string, ObjectLiteralElementLike>();
  for (const property of properties) {
    const { name } = property;
    if (name === undefined || ts.isComputedPropertyName(name)) return undefined;
    named.set(name.text, property);
  }
  return named;
}

function isFunction(ts: TypeScript, property: ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(property)) return !ts.isShorthandPropertyAssignment(property);
  const { initializer } = property;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer);
}

/** The seal of an exercise all of whose parts are written out. */
function sealOfLiterals(
  ts: TypeScript,
  posed: ReadonlyMap<string, ObjectLiteralElementLike>,
): string | null | undefined {
  const part = (name: string): unknown => literalOf(ts, posed.get(name));
  const [question, answer, within, because] = ["question", "answer", "within", "because"].map(part);
  const isWritten = (name: string, value: unknown, type: string): boolean =>
    posed.has(name) ? typeof value === type : true;
  if (typeof question !== "string" || answer === undefined) return undefined;
  if (!isWritten("within", within, "number") || !isWritten("because", because, "string")) {
    return undefined;
  }
  const truth = { answer, within, because } as Parameters<typeof sealAnswer>[1];
  return sealAnswer(question, truth) ?? null;
}

/** Value of a number, a text or a list of texts that is written out. */
function literalOf(ts: TypeScript, node: Node | undefined): number | string | string[] | undefined {
  if (node === undefined) return undefined;
  if (ts.isPropertyAssignment(node)) return literalOf(ts, node.initializer);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return literalOf(ts, node.expression);
  }
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = literalOf(ts, node.operand);
    return typeof value === "number" ? -value : undefined;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literalOf(ts, node.left), literalOf(ts, node.right)];
    return typeof left === "string" && typeof right === "string" ? left + right : undefined;
  }
  if (!ts.isArrayLiteralExpression(node)) return undefined;
  const names = node.elements.map((element) => literalOf(ts, element));
  return names.every((name) => typeof name === "string") ? names : undefined;
}

/** The options anew: what stands between properties is left out, since a comment may tell the answer. */
function withSeal(options: ObjectLiteralExpression, seal: string): string {
  const { text } = options.getSourceFile();
  const parts = options.properties.flatMap((property) => {
    const name = property.name?.getText().replaceAll(/["']/g, "");
    if (name === "answer") return [`seal: ${JSON.stringify(seal)}`];
    return HIDDEN.has(name) ? [] : [property.getText()];
  });
  const first = options.properties[0]!.getStart();
  const isInLines = text.slice(options.getStart(), first).includes("\n");
  if (!isInLines) return `{ ${parts.join(", ")} }`;
  const [inner] = /[ \t]*$/.exec(text.slice(0, first))!;
  const [outer] = /[ \t]*$/.exec(text.slice(0, options.end - 1))!;
  return `{\n${parts.map((part) => `${inner}${part},\n`).join("")}${outer}}`;
}

const MOST_CHARACTERS = 60;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return `“${line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line}”`;
}

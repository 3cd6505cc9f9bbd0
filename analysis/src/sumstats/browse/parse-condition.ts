import { InvalidArgumentError } from "../../errors.ts";

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~";

/** A condition on the rows of a table, as it was written. */
export type Condition =
  | { readonly is: "and" | "or"; readonly parts: readonly Condition[] }
  | {
      readonly is: "comparison";
      readonly column: string;
      readonly comparison: Comparison;
      readonly value: string;
    }
  | { readonly is: "missing"; readonly column: string; readonly isMissing: boolean }
  | {
      readonly is: "region";
      readonly chromosome: string;
      readonly start: number;
      readonly end: number;
    };

const TOKEN = /\s*(?:(<=|>=|!=|<>|==|[=<>~()]|&&?|\|\|?)|"([^"]*)"|'([^']*)'|([^\s=<>!~()&|"']+))/y;
const REGION = /^(?:chr)?([\dXYMT]{1,2}):([\d,.]+)(?:[-–]([\d,.]+))?$/i;
const SAME: Readonly<Record<string, Comparison>> = { "==": "=", "<>": "!=" };

interface Token {
  readonly text: string;
  readonly is: "sign" | "word" | "quoted";
}

/**
 * Reads a condition: comparisons of a column with a value (`=`, `!=`, `<`, `<=`, `>`, `>=`, and `~` for "contains"),
 * `column is missing`, `column is not missing`, and regions (`6:28000000-34000000`), joined by `&`, `|` and parentheses.
 *
 * @throws InvalidArgumentError that says where the reading stopped
 */
export function parseCondition(text: string): Condition {
  const tokens = tokensOf(text);
  let at = 0;
  const isNext = (...words: string[]): boolean => {
    const token = tokens[at];
    return token !== undefined && token.is !== "quoted" && words.includes(token.text.toLowerCase());
  };
  const refuse = (what: string): never => {
    throw unreadable(text, what);
  };
  const next = (wanted: string): Token =>
    tokens[at++] ?? refuse(`It ends where ${wanted} should be.`);

  const joined = (is: "and" | "or", signs: string[], part: () => Condition): Condition => {
    const parts = [part()];
    while (isNext(...signs)) {
      at++;
      parts.push(part());
    }
    return parts.length === 1 ? parts[0] : { is, parts };
  };
  const either = (): Condition => joined("or", ["|", "||", "or"], both);
  const both = (): Condition => joined("and", ["&", "&&", "and"], single);
  const single = (): Condition => {
    if (isNext("(")) {
      at++;
      const inner = either();
      if (next("a closing parenthesis").text !== ")") refuse("A parenthesis is not closed.");
      return inner;
    }
    const first = next("a column");
    if (first.is === "sign") refuse(`"${first.text}" stands where a column should be.`);
    const region = first.is === "word" ? REGION.exec(first.text) : null;
    if (region) return regionOf(region);
    if (isNext("is")) {
      at++;
      const isNegated = isNext("not");
      if (isNegated) at++;
      if (!isNext("missing")) refuse(`After "${first.text} is" comes missing, or not missing.`);
      at++;
      return { is: "missing", column: first.text, isMissing: !isNegated };
    }
    const sign = next(`a comparison of ${first.text}`);
    const comparison = SAME[sign.text] ?? sign.text;
    if (sign.is !== "sign" || !["=", "!=", "<", "<=", ">", ">=", "~"].includes(comparison)) {
      refuse(`"${sign.text}" stands where a comparison of ${first.text} should be.`);
    }
    const value = next(`a value for ${first.text}`);
    if (value.is === "sign") refuse(`"${value.text}" stands where a value should be.`);
    return {
      is: "comparison",
      column: first.text,
      comparison: comparison,
      value: value.text,
    };
  };
  const condition = either();
  if (at < tokens.length) refuse(`"${tokens[at].text}" is more than a condition.`);
  return condition;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw unreadable(text, `"${text.slice(from).trim()}" is not understood.`);
    const [, sign, double, single, word] = match as (string | undefined)[];
    const quoted = double ?? single;
    if (sign !== undefined) tokens.push({ text: sign, is: "sign" });
    else if (quoted !== undefined) tokens.push({ text: quoted, is: "quoted" });
    else tokens.push({ text: word!, is: "word" });
  }
  return tokens;
}

function regionOf([, chromosome, from, to]: RegExpExecArray): Condition {
  const start = Number(from.replaceAll(/[,.]/g, ""));
  const end = (to as string | undefined) === undefined ? start : Number(to.replaceAll(/[,.]/g, ""));
  return { is: "region", chromosome, start, end };
}

function unreadable(text: string, why: string): InvalidArgumentError {
  return new InvalidArgumentError("where", {
    what: `The condition "${text}" cannot be read.`,
    why,
    remedy:
      'Write for example: pValue < 1e-5 & chromosome = 6, or rsid ~ "rs123", or 6:28000000-34000000.',
  });
}

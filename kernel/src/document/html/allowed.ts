/** Elements a document may hold, and their attributes. What is not here is left out; its text stays. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  ...plain("a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em"),
  ...plain("figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp section"),
  ...plain("small span strong sub summary sup table tbody td tfoot th thead tr u ul var"),
  a: ["href"],
  img: ["src", "alt", "width", "height"],
  ol: ["start"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
};

/** On every element. */
const ANYWHERE = ["title", "lang", "dir"];

/** What stands inside is not text for readers. */
const HIDDEN = new Set(["script", "style", "template", "noscript", "object", "embed", "math"]);
for (const name of ["svg", "head", "title", "textarea", "select", "canvas"]) HIDDEN.add(name);

const STYLES: Readonly<Record<string, RegExp>> = {
  "text-align": /^(left|right|center)$/,
  "white-space": /^(nowrap|pre|pre-wrap)$/,
  "font-weight": /^(bold|normal|[1-9]00)$/,
};

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[\da-z+/=\s]+$/i;
const ADDRESS = /^(?:https?:|mailto:|#)/i;

function plain(names: string): Record<string, readonly string[]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, []]));
}

export function isAllowed(name: string): boolean {
  return Object.hasOwn(ELEMENTS, name);
}

export function isHidden(name: string): boolean {
  return HIDDEN.has(name);
}

export function isEmpty(name: string): boolean {
  return name === "br" || name === "hr" || name === "img";
}

/** Those attributes of an element that may stay, with values that may stay. Pictures are in the document, not elsewhere. */
export function allowedAttributes(
  name: string,
  given: Readonly<Record<string, string>>,
): [string, string][] {
  const names = [...(ELEMENTS[name] ?? []), ...ANYWHERE];
  const kept = Object.entries(given).filter(
    ([attribute, value]) =>
      names.includes(attribute) &&
      (attribute !== "href" || ADDRESS.test(value.trim())) &&
      (attribute !== "src" || PICTURE.test(value)),
  );
  const style = allowedStyle(given["style"] ?? "");
  if (style !== "") kept.push(["style", style]);
  if (kept.some(([attribute]) => attribute === "href")) kept.push(["rel", "noreferrer"]);
  return kept;
}

function allowedStyle(style: string): string {
  return style
    .split(";")
    .map((part) => part.split(":").map((piece) => piece.trim().toLowerCase()))
    .filter(([property = "", value = ""]) => STYLES[property]?.test(value))
    .map(([property, value]) => `${property}:${value}`)
    .join(";");
}

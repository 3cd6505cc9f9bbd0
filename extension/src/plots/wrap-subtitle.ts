const LINE_HEIGHT_PX = 14;
const HEADLINE_HEIGHT_PX = 17;

/** Mean width of a character of the 11 px interface font, measured on the subtitles of our plots, rounded up. */
const CHARACTER_PX = 6;
/** The same of the bold 14 px headline. */
const HEADLINE_CHARACTER_PX = 8.6;

/** Titles begin where the drawing area does, right of the axis and its title, unless their frame is the whole plot. */
const AXIS_PX = 50;
const MARGIN_PX = 10;

/**
 * Breaks a title and its subtitle into lines that fit, because Vega draws text on one line however narrow the plot is.
 *
 * @param title - `title` of a Vega-Lite specification; anything without a subtitle comes back as it is
 * @param width - pixels
 * @returns the title, and the pixels that its additional lines need
 */
export function wrapSubtitle(
  title: unknown,
  width: number,
): { readonly title: unknown; readonly extraHeight: number } {
  const parts = title as { text?: unknown; subtitle?: unknown; frame?: unknown } | undefined;
  const subtitle = linesOf(parts?.subtitle);
  if (subtitle === undefined) return { title, extraHeight: 0 };
  const room = width - (parts?.frame === "bounds" ? MARGIN_PX : AXIS_PX);
  const wrapped = wrapLines(subtitle, room / CHARACTER_PX);
  const headline = linesOf(parts?.text);
  const text = headline && wrapLines(headline, room / HEADLINE_CHARACTER_PX);
  const moreText = text && text.length > headline.length ? { text, limit: room } : {};
  return {
    title: { ...(title as object), ...moreText, subtitle: wrapped },
    extraHeight:
      (wrapped.length - subtitle.length) * LINE_HEIGHT_PX +
      ((text?.length ?? 0) - (headline?.length ?? 0)) * HEADLINE_HEIGHT_PX,
  };
}

function linesOf(text: unknown): readonly string[] | undefined {
  if (typeof text === "string") return [text];
  return Array.isArray(text) ? text.map(String) : undefined;
}

function wrapLines(lines: readonly string[], most: number): string[] {
  return lines.flatMap((line) => wrapLine(line, Math.max(20, Math.floor(most))));
}

function wrapLine(line: string, most: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (longer.length > most && current !== "") {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}

const LINE_HEIGHT_PX = 14;

/** Mean width of a character of the 11 px interface font, measured on the subtitles of our plots, rounded up. */
const CHARACTER_PX = 6;

/** Titles begin where the drawing area does, right of the axis and its title. */
const AXIS_PX = 50;

/**
 * Breaks a title's subtitle into lines that fit, because Vega draws text on one line however narrow the plot is.
 *
 * @param title - `title` of a Vega-Lite specification; anything without a subtitle comes back as it is
 * @param width - pixels
 * @returns the title, and the pixels that its additional lines need
 */
export function wrapSubtitle(
  title: unknown,
  width: number,
): { readonly title: unknown; readonly extraHeight: number } {
  const subtitle = (title as { readonly subtitle?: unknown } | undefined)?.subtitle;
  const lines = typeof subtitle === "string" ? [subtitle] : subtitle;
  if (!Array.isArray(lines)) return { title, extraHeight: 0 };
  const most = Math.max(20, Math.floor((width - AXIS_PX) / CHARACTER_PX));
  const wrapped = lines.flatMap((line) => wrapLine(String(line), most));
  return {
    title: { ...(title as object), subtitle: wrapped },
    extraHeight: (wrapped.length - lines.length) * LINE_HEIGHT_PX,
  };
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

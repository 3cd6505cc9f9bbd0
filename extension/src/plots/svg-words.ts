/** Adds a title and a summary to a drawing, which readers of the screen and viewers of files then tell. */
export function svgWithWords(svg: string, title: string, summary: string): string {
  const words = `<title id="title">${escaped(title)}</title><desc id="summary">${escaped(summary)}</desc>`;
  return svg.replace(
    /<svg\b([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-labelledby="title" aria-describedby="summary">${words}`,
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

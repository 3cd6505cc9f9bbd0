import { readFileSync } from "node:fs";

/** What runs in a document. The extension's build makes it, as it shares the extension's plots. */
export function pageScript(): string {
  const place = new URL("../../../dist/document/page.js", import.meta.url);
  try {
    return readFileSync(place, "utf8").trimEnd();
  } catch (error) {
    throw new Error(
      "The script that draws plots in documents is missing from this installation. Run `npm run build`, or install Genobook again.",
      { cause: error },
    );
  }
}

import type { TranslationBundle } from "@jupyterlab/translation";
import { failureSentence } from "./plot-text.ts";

export interface FailureParts {
  readonly trans: TranslationBundle;
  /** PNG that the kernel made, in base64; without it the sentence stands alone. */
  readonly picture: string | undefined;
  /** What the picture shows. */
  readonly caption: string;
}

/** What stands in the place of a drawing that could not be made. */
export function failureView(
  error: unknown,
  { trans, picture, caption }: FailureParts,
): HTMLElement {
  const place = document.createElement("div");
  const message = document.createElement("p");
  message.className = "jp-GenobookPlot-failure";
  message.setAttribute("role", "alert");
  message.textContent = failureSentence(error, trans);
  place.append(message);
  if (picture !== undefined) {
    const image = document.createElement("img");
    image.src = `data:image/png;base64,${picture}`;
    image.alt = caption;
    place.append(image);
  }
  return place;
}

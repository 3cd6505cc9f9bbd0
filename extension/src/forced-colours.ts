/** Holds while the system lays its own few colours over the page; what is drawn on canvas must take them by itself. */
export const FORCED_COLOURS = "(forced-colors: active)";

/** The system's own colours, as a browser computes them. */
interface SystemColours {
  readonly ground: string;
  readonly text: string;
  readonly accent: string;
}

/** Null while the system forces none. */
export function systemColours(): SystemColours | null {
  if (!matchMedia(FORCED_COLOURS).matches) return null;
  const probe = document.createElement("span");
  document.body.append(probe);
  const computed = (keyword: string): string => {
    probe.style.color = keyword;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ground: computed("Canvas"),
    text: computed("CanvasText"),
    accent: computed("Highlight"),
  };
  probe.remove();
  return colours;
}

/**
 * Calls back when the system begins or ends to force its colours.
 *
 * @returns a function that ends it
 */
export function followForcedColours(changed: () => void): () => void {
  const media = matchMedia(FORCED_COLOURS);
  const follow = (): void => changed();
  media.addEventListener("change", follow);
  return () => media.removeEventListener("change", follow);
}

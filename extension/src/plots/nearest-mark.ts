/** The part of Vega's scene graph that is read here. */
export interface SceneItem {
  readonly x?: number;
  readonly y?: number;
  readonly tooltip?: unknown;
  readonly datum?: unknown;
  readonly items?: readonly SceneMark[];
}
export interface SceneMark {
  readonly marktype: string;
  readonly items: readonly SceneItem[];
}

/** A point of the drawing, in CSS pixels from the drawing's upper left corner. */
export interface PlacedMark {
  readonly x: number;
  readonly y: number;
  readonly item: SceneItem;
}

/** Collects every point that has something to say, with its place on the canvas. */
export function placedMarks(root: SceneMark, originX = 0, originY = 0): PlacedMark[] {
  const placed: PlacedMark[] = [];
  const visit = (mark: SceneMark, x: number, y: number): void => {
    for (const item of mark.items) {
      const itemX = x + (item.x ?? 0);
      const itemY = y + (item.y ?? 0);
      if (mark.marktype === "group") {
        for (const child of item.items ?? []) visit(child, itemX, itemY);
      } else if (mark.marktype === "symbol" && hasContent(item.tooltip)) {
        placed.push({ x: itemX, y: itemY, item });
      }
    }
  };
  visit(root, originX, originY);
  return placed;
}

/** The point closest to a position, or null when none is within `reach` pixels. */
export function nearestMark(
  marks: readonly PlacedMark[],
  x: number,
  y: number,
  reach: number,
): PlacedMark | null {
  let nearest: PlacedMark | null = null;
  let best = reach * reach;
  for (const mark of marks) {
    const distance = (mark.x - x) ** 2 + (mark.y - y) ** 2;
    if (distance <= best) {
      best = distance;
      nearest = mark;
    }
  }
  return nearest;
}

/**
 * The highest points, at least `spacing` pixels apart, from left to right: one per peak of a Manhattan plot.
 *
 * They are what the arrow keys step through, as ten thousand points are too many for a keyboard.
 */
export function leadingMarks(
  marks: readonly PlacedMark[],
  count = 20,
  spacing = 24,
): readonly PlacedMark[] {
  const chosen: PlacedMark[] = [];
  for (const mark of marks.toSorted((a, b) => a.y - b.y)) {
    if (chosen.length === count) break;
    if (nearestMark(chosen, mark.x, mark.y, spacing) === null) chosen.push(mark);
  }
  return chosen.sort((a, b) => a.x - b.x);
}

/** The lead variants, where the plot says which they are; else its peaks. */
export function leadVariantMarks(marks: readonly PlacedMark[]): readonly PlacedMark[] {
  const leads = marks.filter(({ item }) => (item.datum as { lead?: unknown } | undefined)?.lead);
  return leads.length > 0 ? marksInOrder(leads, "x") : leadingMarks(marks);
}

/** All marks, one of those that share a place, from left to right or from top to bottom. */
export function marksInOrder(marks: readonly PlacedMark[], axis: "x" | "y"): readonly PlacedMark[] {
  const places = new Map(marks.map((mark) => [`${mark.x.toFixed(1)},${mark.y.toFixed(1)}`, mark]));
  return [...places.values()].sort((a, b) => a[axis] - b[axis]);
}

function hasContent(tooltip: unknown): boolean {
  return tooltip !== undefined && tooltip !== null && tooltip !== "";
}

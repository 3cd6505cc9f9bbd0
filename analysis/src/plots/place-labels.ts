/** A text next to a point. */
export interface PlacedLabel {
  readonly row: number;
  readonly text: string;
  readonly align: "left" | "center" | "right";
  /** Pixels from the point. */
  readonly dx: number;
  readonly dy: number;
}

export interface LabelCandidate {
  readonly row: number;
  readonly text: string;
  /** Pixels from the left and the top of the drawing. */
  readonly x: number;
  readonly y: number;
}

export const LABEL_FONT_PX = 11;
// Sans-serif digits and lower-case letters are at most this share of their size wide, on average (DejaVu: 0.62).
const CHARACTER_WIDTH = 0.63;
const POINT_RADIUS = 3;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Places labels above, right or left of their points, in the order given; one that would cover another label,
 * another point of `obstacles`, or leave the drawing is left out.
 */
export function placeLabels(
  candidates: readonly LabelCandidate[],
  obstacles: readonly Omit<LabelCandidate, "text">[],
  size: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const taken: { box: Box; row: number }[] = obstacles.map(({ row, x, y }) => ({
    row,
    box: {
      left: x - POINT_RADIUS,
      right: x + POINT_RADIUS,
      top: y - POINT_RADIUS,
      bottom: y + POINT_RADIUS,
    },
  }));
  const placed: PlacedLabel[] = [];
  for (const { row, text, x, y } of candidates) {
    const width = text.length * LABEL_FONT_PX * CHARACTER_WIDTH;
    const options = [
      { align: "center", dx: 0, dy: -11, left: x - width / 2 },
      { align: "left", dx: 7, dy: 0, left: x + 7 },
      { align: "right", dx: -7, dy: 0, left: x - 7 - width },
    ] as const;
    for (const { align, dx, dy, left } of options) {
      const middle = y + dy;
      const half = LABEL_FONT_PX / 2 + 1;
      const box = { left, right: left + width, top: middle - half, bottom: middle + half };
      const outside = box.left < 0 || box.right > size.width || box.top < -half;
      if (outside || taken.some((other) => other.row !== row && overlap(other.box, box))) continue;
      taken.push({ box, row: -1 });
      placed.push({ row, text, align, dx, dy });
      break;
    }
  }
  return placed;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

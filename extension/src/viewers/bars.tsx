import * as React from "react";
import { countText } from "./cell-text.ts";

export interface NamedBar {
  readonly name: string;
  readonly count: number;
}

const WIDTH = 240;
const HEIGHT = 56;

/** A small histogram; each bar says what it is, and the whole is one sentence to a screen reader. */
export function Bars(props: {
  readonly label: string;
  readonly bars: readonly NamedBar[];
}): React.JSX.Element {
  const { label, bars } = props;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const step = WIDTH / Math.max(1, bars.length);
  const spoken = bars.map(({ name, count }) => `${name}: ${countText(count)}`).join("; ");
  return (
    <figure className="jp-GenobookViewer-bars">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}. ${spoken}`}>
        {bars.map(({ name, count }, i) => {
          // A bar of one is seen beside one of a million.
          const height = count === 0 ? 0 : Math.max(1.5, (HEIGHT * count) / most);
          return (
            <rect
              key={name}
              x={i * step + 0.5}
              y={HEIGHT - height}
              width={Math.max(1, step - 1)}
              height={height}
            >
              <title>{`${name}: ${countText(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className="jp-GenobookViewer-ends" aria-hidden="true">
        <span>{bars[0]?.name}</span>
        <span>{bars.length > 1 ? bars.at(-1)!.name : ""}</span>
      </div>
    </figure>
  );
}

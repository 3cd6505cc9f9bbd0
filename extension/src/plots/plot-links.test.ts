import { describe, expect, test } from "vitest";
import { linkedRows } from "./linked-rows.ts";
import { PlotLinks } from "./plot-links.ts";
import type { PlotSelection } from "./plot-links-token.ts";

const variant = (key: string): PlotSelection => ({ channel: "variant", key });
const description = (links: readonly string[]) => ({
  version: 1 as const,
  kind: "mrScatter",
  id: "mrScatter-1",
  links,
  summary: "",
  rows: { shown: 2, total: 2 },
});
const ROWS = [{ variantId: "rs1", beta: 1 }, { variantId: "rs2" }, { name: "IVW" }];

describe("PlotLinks", () => {
  test("tells every plot what is picked, once", () => {
    const links = new PlotLinks();
    const heard: (string | undefined)[] = [];
    links.changed.connect((_, selection) => heard.push(selection?.key));
    links.select(variant("rs1"));
    links.select(variant("rs1"));
    expect(links.selection).toEqual(variant("rs1"));
    links.select(null);
    links.select(null);
    expect(heard).toEqual(["rs1", undefined]);
  });

  test("counts the plots that show it, until they leave", () => {
    const links = new PlotLinks();
    const scatter = linkedRows(description(["variant"]), ROWS);
    const unlinked = linkedRows(description([]), ROWS);
    const leave = links.join(scatter);
    links.join(unlinked);
    links.join(linkedRows(description(["variant"]), ROWS.slice(1)));
    expect(links.countShowing(variant("rs1"))).toBe(1);
    expect(links.countShowing(variant("rs2"))).toBe(2);
    leave();
    expect(links.countShowing(variant("rs1"))).toBe(0);
  });
});

describe("linkedRows", () => {
  test("knows rows by the column of their channel", () => {
    const rows = linkedRows(description(["variant"]), ROWS);
    expect(rows.selectionOf(ROWS[0])).toEqual(variant("rs1"));
    expect(rows.selectionOf(ROWS[2])).toBeNull();
    expect(rows.selectionOf({ variantId: "." })).toBeNull();
    expect(rows.selectionOf(undefined)).toBeNull();
    expect(rows.shows({ channel: "gene", key: "rs1" })).toBe(false);
  });

  test("points of a ROC curve are picked for the people above, and marked where picked people draw the curve", () => {
    const roc = [5, 15, 25].map((percent) => ({ thresholdId: `top ${percent} % of PGS1` }));
    const rows = linkedRows(description(["stratum"]), [{ model: "score" }, ...roc]);
    const stratum = (key: string): PlotSelection => ({ channel: "stratum", key });
    const marked = (key: string): boolean[] => roc.map((row) => rows.marks(row, stratum(key)));
    expect(rows.selectionOf(roc[1])).toEqual(stratum("top 15 % of PGS1"));
    expect(rows.selectionOf({ model: "score" })).toBeNull();
    expect(marked("decile 9 of PGS1")).toEqual([false, true, false]);
    expect(marked("top 20 % of PGS1")).toEqual([true, true, false]);
    expect(marked("top 15 % of PGS1")).toEqual([false, true, false]);
    expect(marked("decile 9 of PGS2")).toEqual([false, false, false]);
    expect(rows.shows(stratum("decile 9 of PGS1"))).toBe(true);
    expect(rows.shows(stratum("decile 1 of PGS1"))).toBe(false);
    const deciles = linkedRows(description(["stratum"]), [{ stratumId: "decile 9 of PGS1" }]);
    expect(deciles.shows(stratum("top 15 % of PGS1"))).toBe(true);
    expect(linkedRows(description([]), roc).shows(stratum("top 15 % of PGS1"))).toBe(false);
  });

  test("an output with odd links takes no part", () => {
    for (const links of ["variant", ["toString"], undefined] as unknown[]) {
      const rows = linkedRows({ ...description([]), links: links as string[] }, ROWS);
      expect(rows.selectionOf(ROWS[0])).toBeNull();
    }
  });
});

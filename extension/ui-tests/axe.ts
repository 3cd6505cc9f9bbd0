import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as axe from "axe-core";
import type { Lab } from "./lab.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 asks at levels A and AA, as far as a program can tell; no rule of these is left out. */
const WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What breaks a rule of WCAG within some nodes, one line each.
 *
 * @param within - a selector; all nodes that it finds are looked at
 * @throws Error when it finds none, as then nothing would be broken
 */
export async function violations({ page }: Pick<Lab, "page">, within: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(
    async ([selector, tags]) => {
      const { axe: engine } = window as unknown as { axe: typeof axe };
      const result = await engine.run(
        { include: [[selector]] },
        {
          runOnly: { type: "tag", values: [...tags] },
          rules: { "target-size": { enabled: true } },
          resultTypes: ["violations"],
        },
      );
      return result.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary, html }) =>
          [id, target.join(" "), html.slice(0, 160), failureSummary ?? ""].join(" | "),
        ),
      );
    },
    [within, WCAG_TAGS] as const,
  );
}

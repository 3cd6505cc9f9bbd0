import type { IStateDB } from "@jupyterlab/statedb";
import { type Section, SECTIONS } from "./dataset-item.ts";
import type { BrowserView, DatasetBrowserModel } from "./model.ts";

const KEY = "@genobook/extension:dataset-browser";

/**
 * Gives the panel the filter and the folded sections of the last session, and keeps them from now on.
 *
 * @returns settles once the last view is restored; what the user did before that is left as it is
 */
export async function rememberView(model: DatasetBrowserModel, states: IStateDB): Promise<void> {
  let kept = viewText(model.state);
  const untouched = kept;
  const last = asView(await states.fetch(KEY).catch(() => undefined));
  if (last !== undefined && viewText(model.state) === untouched) {
    model.setFilter(last.filter);
    for (const section of last.closed) model.setClosed(section, true);
    kept = viewText(model.state);
  }
  const keep = (): void => {
    const { filter, closed } = model.state;
    const text = viewText(model.state);
    if (text === kept) return;
    kept = text;
    void states.save(KEY, { filter, closed: [...closed] });
  };
  keep();
  model.changed.connect(keep);
}

function viewText({ filter, closed }: BrowserView): string {
  return JSON.stringify([filter, closed]);
}

/** What was stored, if a version of this extension stored it. */
function asView(stored: unknown): BrowserView | undefined {
  if (typeof stored !== "object" || stored === null) return undefined;
  const { filter, closed } = stored as { readonly filter?: unknown; readonly closed?: unknown };
  if (typeof filter !== "string" || !Array.isArray(closed)) return undefined;
  const isSection = (name: unknown): name is Section => SECTIONS.some((own) => own === name);
  return { filter, closed: closed.filter(isSection) };
}

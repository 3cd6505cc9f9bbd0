import type { TranslationBundle } from "@jupyterlab/translation";
import type { Menu } from "@lumino/widgets";

/** Of the submenus that our schemas add. */
const OURS = /genobook/;

/** Puts the names of our submenus into the page's language, in place; doing it twice changes nothing. */
export function translateMenus(
  menus: readonly Pick<Menu, "items">[],
  bundle: TranslationBundle,
): void {
  for (const { items } of menus) {
    for (const { submenu } of items) {
      if (!submenu || !OURS.test(submenu.id) || submenu.title.label === "") continue;
      submenu.title.label = bundle._p("menu", submenu.title.label);
    }
  }
}

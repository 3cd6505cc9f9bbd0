import { nullTranslator } from "@jupyterlab/translation";
import { CommandRegistry } from "@lumino/commands";
import { Menu } from "@lumino/widgets";
import { expect, test } from "vitest";
import { translateMenus } from "./translate-menus.ts";

test("our submenus are named in the page's language, once, and no others are", () => {
  const bundle = {
    ...nullTranslator.load("genobook"),
    _p: (context: string, text: string) => (text.includes("|") ? text : `${context}|${text}`),
  };
  const commands = new CommandRegistry();
  const view = new Menu({ commands });
  for (const id of ["jp-mainmenu-view-genobook-rows", "jp-mainmenu-view-appearance"]) {
    const submenu = new Menu({ commands });
    submenu.id = id;
    submenu.title.label = "Rows";
    view.addItem({ type: "submenu", submenu });
  }
  translateMenus([view], bundle);
  translateMenus([view], bundle);
  expect(view.items.map(({ label }) => label)).toEqual(["menu|Rows", "Rows"]);
  view.dispose();
});

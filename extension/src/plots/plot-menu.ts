import type { JupyterFrontEnd } from "@jupyterlab/application";
import { Menu } from "@lumino/widgets";
import { EXCLUDE_COMMAND } from "./commands/exclude-command.ts";
import { exportCommand } from "./commands/export-commands.ts";
import { EXPORT_KINDS } from "./export-kinds.ts";

/** What the button below a plot offers. */
export function plotMenu(app: JupyterFrontEnd): Menu {
  const menu = new Menu({ commands: app.commands });
  for (const kind of EXPORT_KINDS) menu.addItem({ command: exportCommand(kind) });
  menu.addItem({ type: "separator" });
  menu.addItem({ command: EXCLUDE_COMMAND });
  return menu;
}

/** Opens a menu below its button, which has the focus again when the menu closes. */
export function openBelow(menu: Menu, button: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  const returnFocus = (): void => {
    menu.aboutToClose.disconnect(returnFocus);
    button.focus();
  };
  menu.aboutToClose.connect(returnFocus);
  menu.open(left, bottom);
}

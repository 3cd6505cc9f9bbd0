import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator } from "@jupyterlab/translation";
import { TRANSLATION_DOMAIN } from "../conventions.ts";
import { translateMenus } from "./translate-menus.ts";
import { translateSchema } from "./translate-schema.ts";

const OURS = "@genobook/extension:";

export const settingsLanguage: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:language",
  description: "Says the names of settings and menus in the language of the page.",
  autoStart: true,
  requires: [ISettingRegistry, ITranslator],
  optional: [IMainMenu],
  activate: (
    app: JupyterFrontEnd,
    settings: ISettingRegistry,
    translator: ITranslator,
    menu: IMainMenu | null,
  ) => {
    // eslint-disable-next-line jupyter/incorrect-translator-usage -- its texts are those of schemas, which the extractor reads by itself
    const bundle = translator.load(TRANSLATION_DOMAIN);
    // Jupyter's server knows only the texts of language packs when it hands out schemas.
    const translateOne = (id: string): void => {
      const schema = id.startsWith(OURS) ? settings.plugins[id]?.schema : undefined;
      if (schema !== undefined) translateSchema(schema, bundle);
    };
    const translateSubmenus = (): void => {
      if (menu) translateMenus([menu.viewMenu, menu.fileMenu], bundle);
    };
    settings.pluginChanged.connect((_, id) => {
      translateOne(id);
      translateSubmenus();
    });
    void app.restored.then(() => {
      Object.keys(settings.plugins).forEach(translateOne);
      translateSubmenus();
    });
  },
};

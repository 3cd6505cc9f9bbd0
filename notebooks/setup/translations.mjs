// How JupyterLab finds translations of an extension that is built beside it and not installed as a wheel.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./steps.mjs";

const NAME = "genobook_development";
const VERSION = "0.1.0";

/**
 * Puts a small Python package into a folder of packages: it holds the translations, and says so through the entry point
 * that JupyterLab's server asks for. The wheel does the same.
 *
 * @param {string} packages
 */
export function registerTranslations(packages) {
  const folder = join(packages, NAME);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "__init__.py"), '"""Translations of the Genobook built here."""\n');
  const locale = join(root, "extension", "locale");
  try {
    symlinkSync(locale, join(folder, "locale"), "junction");
  } catch {
    cpSync(locale, join(folder, "locale"), { recursive: true });
  }
  const metadata = join(packages, `${NAME}-${VERSION}.dist-info`);
  mkdirSync(metadata, { recursive: true });
  writeFileSync(
    join(metadata, "METADATA"),
    `Metadata-Version: 2.1\nName: ${NAME}\nVersion: ${VERSION}\n`,
  );
  writeFileSync(join(metadata, "entry_points.txt"), `[jupyterlab.locale]\ngenobook = ${NAME}\n`);
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PROTOCOL_VERSION } from "./wire.ts";

/** Content of `kernel_info_reply`; needs no language service. */
export function kernelInfo(): object {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "genobook",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescriptVersion(),
      mimetype: "application/x-typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "text/typescript" },
      nbconvert_exporter: "script",
    },
    banner: `Genobook ${version}: statistical genetics in TypeScript. data, qc, gwas and plot are loaded.`,
    help_links: [],
    debugger: false,
    supported_features: [],
  };
}

function typescriptVersion(): string {
  const path = createRequire(import.meta.url).resolve("typescript/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

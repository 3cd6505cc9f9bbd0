import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { KERNEL_VERSION } from "../kernel-version.ts";
import { PROTOCOL_VERSION } from "./wire.ts";

/** Content of `kernel_info_reply`; needs no language service. */
export function kernelInfo(): object {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "genobook",
    implementation_version: KERNEL_VERSION,
    language_info: {
      name: "typescript",
      version: typescriptVersion(),
      mimetype: "application/x-typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "text/typescript" },
      nbconvert_exporter: "script",
    },
    banner: `Genobook ${KERNEL_VERSION}: statistical genetics in TypeScript. data, qc, gwas and plot are loaded.`,
    help_links: [],
    debugger: false,
    supported_features: [],
  };
}

function typescriptVersion(): string {
  const path = createRequire(import.meta.url).resolve("typescript/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

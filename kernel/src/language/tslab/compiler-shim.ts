import { statSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { join } from "node:path";
import ts from "#typescript";
import { KERNEL_ROOT, requireFromKernel } from "../kernel-package.ts";
import { createDiskCache } from "../typescript/disk-cache.ts";
import { createModuleResolver } from "../typescript/module-resolution.ts";
import { earlierShorthands, transpileForTslab } from "./commonjs-steps.ts";
import type { CreateConverter } from "./tslab-converter.ts";

/** tslab compiles with a fork of TypeScript 5.0; this gives its converter the kernel's TypeScript under that name. */
const FORK = "@tslab/typescript-for-tslab";

/** Internals of TypeScript that the fork exports in another form. */
interface Internals {
  readonly nullTransformationContext: unknown;
  readonly Completions: { getCompletionsAtPosition(...args: unknown[]): unknown };
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(...args: unknown[]): {
      symbolKind: ts.ScriptElementKind;
      displayParts: ts.SymbolDisplayPart[];
      documentation: ts.SymbolDisplayPart[];
      tags?: ts.JSDocTagInfo[];
    };
  };
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  createTextSpanFromNode(node: ts.Node, file: ts.SourceFile): ts.TextSpan;
}

export interface ShimOptions {
  readonly cwd: string;
  readonly options: ts.CompilerOptions;
}

export interface TslabCompiler {
  readonly createConverter: CreateConverter;
  /** Maps of the last conversion: from the compiler's JavaScript to the cell's module, and of the steps after it. */
  lastMaps(): { readonly emitted: string; readonly transpiled: string };
  /** Tells the converter which files beside the notebook were edited. */
  notifyEdited(): void;
}

type WatchHost =
  ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.EmitAndSemanticDiagnosticsBuilderProgram>;

const modified = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function quickInfo(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  position: number,
): ts.QuickInfo | undefined {
  const internals = ts as unknown as Internals;
  const node = internals.getTouchingPropertyName(file, position);
  const symbol = node === file ? undefined : checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const found = internals.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    checker,
    symbol,
    file,
    internals.getContainerNode(node),
    node,
  );
  const { symbolKind: kind, displayParts, documentation, tags } = found;
  const textSpan = internals.createTextSpanFromNode(node, file);
  return {
    kind,
    kindModifiers: "",
    textSpan,
    displayParts,
    documentation,
    ...(tags ? { tags } : {}),
  };
}

/** Loads tslab's converter on the kernel's TypeScript, whether the fork is installed or not. */
export function loadTslabCompiler({ cwd, options }: ShimOptions): TslabCompiler {
  const internals = ts as unknown as Internals;
  const watched = new Map<string, { mtimeMs: number; changed: (path: string) => void }>();
  let emitted = "";
  let transpiled = "";

  const sys: ts.System = Object.create(ts.sys) as ts.System;
  sys.getCurrentDirectory = () => cwd.replaceAll("\\", "/");
  sys.watchDirectory = () => ({ close: () => undefined });
  sys.watchFile = (path, callback) => {
    if (!path.includes("/node_modules/")) {
      const changed = (file: string): void => callback(file, ts.FileWatcherEventKind.Changed);
      watched.set(path, { mtimeMs: modified(path), changed });
    }
    return { close: () => void watched.delete(path) };
  };

  /** Only the cell is converted here: the session's importer loads the files that it imports. */
  const onlyTheCell = (
    builder: ts.EmitAndSemanticDiagnosticsBuilderProgram,
  ): ts.EmitAndSemanticDiagnosticsBuilderProgram =>
    Object.assign(Object.create(builder) as typeof builder, {
      getAllDependencies: (file: ts.SourceFile) => [file.fileName],
      emit: (
        file: ts.SourceFile | undefined,
        write: ts.WriteFileCallback,
        cancellation: ts.CancellationToken | undefined,
        onlyDeclarations: boolean | undefined,
        transformers: ts.CustomTransformers | undefined,
      ) =>
        builder.emit(
          file,
          (path, text, ...more) => {
            if (path.endsWith(".js.map")) emitted = text;
            else write(path, text.replace(/^\/\/# sourceMappingURL=.*$/m, ""), ...more);
          },
          cancellation,
          onlyDeclarations,
          { ...transformers, before: [earlierShorthands(builder.getProgram().getTypeChecker())] },
        ),
    });

  const createWatchCompilerHost = (
    roots: string[],
    own: ts.CompilerOptions,
    system: ts.System,
  ): WatchHost => {
    const removed = new Set(["noImplicitUseStrict", "disableTopLevelAwait"]);
    const known = Object.fromEntries(Object.entries(own).filter(([name]) => !removed.has(name)));
    const settings: ts.CompilerOptions = {
      ...known,
      ...options,
      declaration: true,
      outDir: own.outDir!,
      rootDir: own.rootDir!,
      experimentalDecorators: true,
    };
    const host = ts.createWatchCompilerHost(
      roots,
      settings,
      system,
      ts.createEmitAndSemanticDiagnosticsBuilderProgram,
      () => undefined,
      () => undefined,
    );
    const disk = createDiskCache();
    const resolver = createModuleResolver(cwd, settings, disk, () => false);
    host.resolveModuleNameLiterals = (literals, from) =>
      literals.map((literal) => {
        const found = resolver.resolve(literal.text, from);
        if (found.resolvedModule !== undefined || from.includes("/node_modules/")) return found;
        disk.forget();
        resolver.refresh();
        return resolver.resolve(literal.text, from);
      });
    host.hasInvalidatedResolutions = (path) => !path.includes("/node_modules/");
    let after: WatchHost["afterProgramCreate"];
    Object.defineProperty(host, "afterProgramCreate", {
      get: () => after,
      set: (given: NonNullable<WatchHost["afterProgramCreate"]>) => {
        after = (builder) => given(onlyTheCell(builder));
      },
    });
    return host;
  };

  const additions = {
    sys,
    createWatchCompilerHost,
    transpileModule: (javascript: string, how: ts.TranspileOptions) => {
      const made = transpileForTslab(
        javascript,
        how.compilerOptions?.target ?? ts.ScriptTarget.ES2022,
      );
      transpiled = made.sourceMap;
      return { outputText: made.outputText };
    },
    getDefaultTypeRoots: () => [],
    getNullTransformationContext: () => internals.nullTransformationContext,
    getPreEmitDiagnosticsOfFiles: (program: ts.Program, files: ts.SourceFile[]) =>
      files.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
        ...program.getDeclarationDiagnostics(file),
      ]),
    getQuickInfoAtPosition: (
      file: ts.SourceFile,
      checker: ts.TypeChecker,
      _: unknown,
      position: number,
    ) => quickInfo(file, checker, position),
    Completions: {
      ...internals.Completions,
      getCompletionsAtPositionForTslab: (...args: unknown[]) =>
        internals.Completions.getCompletionsAtPosition(...args, undefined),
    },
  };
  const shim = Object.create(null, {
    ...Object.getOwnPropertyDescriptors(ts),
    ...Object.getOwnPropertyDescriptors(additions),
  }) as typeof ts;

  return {
    createConverter: requireWithShim(shim),
    lastMaps: () => ({ emitted, transpiled }),
    notifyEdited() {
      for (const [path, file] of watched) {
        const now = modified(path);
        if (now === file.mtimeMs) continue;
        file.mtimeMs = now;
        file.changed(path);
      }
    },
  };
}

interface ResolvingModule {
  _resolveFilename: (request: string, ...rest: unknown[]) => string;
}

/** tslab's modules ask for the fork by name while they load, and only then. */
function requireWithShim(shim: typeof ts): CreateConverter {
  const stand = join(KERNEL_ROOT, "typescript-for-tslab.js");
  const resolving = Module as unknown as ResolvingModule;
  const { _resolveFilename: original } = resolving;
  const entry = new Module(stand);
  Object.assign(entry, { filename: stand, loaded: true, exports: shim });
  const { cache } = requireFromKernel;
  const converterFile = requireFromKernel.resolve("tslab/dist/converter");
  Reflect.deleteProperty(cache, converterFile);
  cache[stand] = entry;
  resolving._resolveFilename = (request, ...rest) =>
    request === FORK ? stand : original.call(Module, request, ...rest);
  try {
    return (createRequire(converterFile)(converterFile) as { createConverter: CreateConverter })
      .createConverter;
  } finally {
    resolving._resolveFilename = original;
    Reflect.deleteProperty(cache, stand);
  }
}

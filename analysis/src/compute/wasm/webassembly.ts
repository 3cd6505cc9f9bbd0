/** The part of WebAssembly's interface that is used; TypeScript declares it for browsers only. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  /** Throws when the limit is reached or the system has no more. */
  grow(pages: number): number;
}

export interface WasmModule {
  readonly [Symbol.toStringTag]: "WebAssembly.Module";
}

interface WebAssemblyNamespace {
  Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => WasmMemory;
  Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
  compile(bytes: Uint8Array): Promise<WasmModule>;
  validate(bytes: Uint8Array): boolean;
}

export const WebAssembly: WebAssemblyNamespace = (
  globalThis as unknown as { WebAssembly: WebAssemblyNamespace }
).WebAssembly;

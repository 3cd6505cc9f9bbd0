import { InvalidArgumentError } from "../errors.ts";
import { WebAssembly, type WasmMemory } from "./wasm/webassembly.ts";

const PAGE = 65_536;
/** wasm32 cannot address more. */
const MOST_PAGES = 65_536;
const ALIGNMENT = 64;
/** The memory grows by so much at least: every growth interrupts all threads, and what is not used yet costs nothing. */
const STEP_PAGES = 1024;
/** Address 0 is left alone, so that a pointer of 0 is always a mistake. */
const START = PAGE;

/** The largest memory that can be asked for, in bytes: 4 GiB. */
export const MOST_BYTES: number = MOST_PAGES * PAGE;

/** What one thread needs to share an arena with another; can be posted to a worker. */
export interface ArenaHandle {
  /** The same for all threads. */
  readonly id: number;
  readonly memory: WasmMemory;
  /** One number: the first free byte, in units of `ALIGNMENT`. */
  readonly top: Int32Array;
}

/**
 * Memory that WebAssembly, all workers and JavaScript share, handed out from bottom to top and freed as a whole.
 *
 * Views stay valid when the memory grows. New memory holds whatever was there before: ask for `zeroed` where it matters.
 */
export interface Arena {
  readonly handle: ArenaHandle;
  readonly float64: (length: number) => Float64Array;
  readonly float32: (length: number) => Float32Array;
  readonly int32: (length: number) => Int32Array;
  readonly uint32: (length: number) => Uint32Array;
  readonly uint16: (length: number) => Uint16Array;
  readonly uint8: (length: number) => Uint8Array;
  /** The same view, filled with zeros. */
  zeroed<View extends Float64Array | Int32Array | Uint32Array | Uint8Array>(view: View): View;
  /** Address of a view's first byte; a view of memory that cannot be the arena's is refused. */
  pointer(view: ArrayBufferView): number;
  /** Whether a view is known to be the arena's: false for one posted from another thread, though it has an address. */
  has(view: ArrayBufferView): boolean;
  /** Bytes in use. */
  used(): number;
  /** Frees everything. */
  clear(): void;
}

let arenas = 0;

/** @returns a new shared memory of at least `bytes` */
export function createArena(bytes: number = 16 * 1024 * 1024): Arena {
  const memory = new WebAssembly.Memory({
    initial: Math.ceil(bytes / PAGE) + 1,
    maximum: MOST_PAGES,
    shared: true,
  });
  const top = new Int32Array(new SharedArrayBuffer(4));
  top[0] = START / ALIGNMENT;
  return openArena({ id: ++arenas, memory, top });
}

/** The arena of another thread. */
export function openArena(handle: ArenaHandle): Arena {
  const { memory, top } = handle;
  const buffers = buffersOf(memory);

  const take = (bytes: number): number => {
    const units = Math.ceil(Math.max(1, bytes) / ALIGNMENT);
    const from = Atomics.add(top, 0, units) * ALIGNMENT;
    const end = from + units * ALIGNMENT;
    if (end > MOST_BYTES) {
      Atomics.sub(top, 0, units);
      throw outOfMemory(bytes);
    }
    // Another thread may grow it at the same moment: growing too far is harmless, too little is tried again.
    while (memory.buffer.byteLength < end) {
      const pages = memory.buffer.byteLength / PAGE;
      const missing = Math.ceil(end / PAGE) - pages;
      try {
        memory.grow(Math.max(missing, Math.min(STEP_PAGES, MOST_PAGES - pages)));
      } catch (cause) {
        if (memory.buffer.byteLength >= end) break;
        throw outOfMemory(bytes, cause);
      }
    }
    return from;
  };

  const view = <View>(Kind: ViewConstructor<View>, length: number): View => {
    // First the room: it may grow the memory, whose buffer is then another.
    const from = take(length * Kind.BYTES_PER_ELEMENT);
    const { buffer } = memory;
    buffers.add(buffer);
    return new Kind(buffer, from, length);
  };

  return {
    handle,
    float64: (length) => view(Float64Array, length),
    float32: (length) => view(Float32Array, length),
    int32: (length) => view(Int32Array, length),
    uint32: (length) => view(Uint32Array, length),
    uint16: (length) => view(Uint16Array, length),
    uint8: (length) => view(Uint8Array, length),
    zeroed(view) {
      view.fill(0);
      return view;
    },
    has: (view) => buffers.has(view.buffer),
    pointer(view) {
      if (buffers.has(view.buffer)) return view.byteOffset;
      if (view.buffer instanceof SharedArrayBuffer && view.byteOffset >= START)
        return view.byteOffset;
      throw new TypeError("The view is not in the arena: allocate it there.");
    },
    used: () => Atomics.load(top, 0) * ALIGNMENT - START,
    clear() {
      Atomics.store(top, 0, START / ALIGNMENT);
    },
  };
}

/** What a memory was before and after it grew: each time another object, and earlier ones stay valid. */
const buffersOfMemories = new WeakMap<WasmMemory, WeakSet<object>>();

function buffersOf(memory: WasmMemory): WeakSet<object> {
  const buffers = buffersOfMemories.get(memory) ?? new WeakSet();
  buffersOfMemories.set(memory, buffers);
  return buffers;
}

interface ViewConstructor<View> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, from: number, length: number): View;
}

function outOfMemory(bytes: number, cause?: unknown): InvalidArgumentError {
  const error = new InvalidArgumentError("genotypes", {
    what: `${(bytes / 2 ** 20).toFixed(0)} MiB of working memory could not be had.`,
    why: "The shared memory of the workers ends at 4 GiB, or the machine has no more.",
    remedy: "Use fewer traits, columns or samples at once, or fewer workers.",
  });
  if (cause !== undefined) error.cause = cause;
  return error;
}

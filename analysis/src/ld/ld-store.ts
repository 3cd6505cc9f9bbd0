import { crc32 } from "node:zlib";
import { refuseUnlisted } from "../choice.ts";
import { InvalidArgumentError } from "../errors.ts";
import { openLocalFile, writeLocalFile } from "../io/local-file.ts";
import { runTask, type TaskOptions } from "../task.ts";
import type { LdBlock, LdPanel } from "./ld-panel.ts";
import { decodeBlock, encodeBlock, type LdPrecision } from "./ld-store-block.ts";
import { CorruptFileError } from "./ld-store-errors.ts";
import { bytesAt, fileEnd, fileHead, readIndex } from "./ld-store-index.ts";
import { showPanel } from "./panel-display.ts";
import { refuseNoBlock } from "./refuse-outside.ts";

export interface WritePanelOptions extends TaskOptions {
  /** `float32` (default) keeps what `ld.panel` computed; `int8` takes a quarter of it and errs by at most 1 / 254 in each r. */
  readonly precision?: LdPrecision | undefined;
}

export interface WrittenPanel {
  readonly path: string;
  readonly bytes: number;
  readonly precision: LdPrecision;
  /** Largest difference of a stored r from the given one. */
  readonly largestError: number;
}

/** A panel in a file, whose blocks are read when they are asked for. */
export interface StoredLdPanel extends LdPanel {
  readonly path: string;
  readonly precision: LdPrecision;
  /** Reads no more; files that a notebook forgets are closed with it. */
  readonly close: () => Promise<void>;
}

/**
 * Writes a panel into one file, block after block, with a checksum of each.
 *
 * The name appears once the content is complete and on disk. int8 rounds r to multiples of 1 / 127, so that a matrix can lose
 * being positive definite: `ld.check` tells. Memory: one block.
 *
 * @throws InvalidArgumentError for another precision, and correlations that are no numbers of −1 … 1; FormatError when it cannot be written; CancelledError
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 100_000 }, blocks: "auto" });
 * const { bytes } = await ld.writePanel(reference, "reference.ld", { precision: "int8" });
 */
export async function writePanel(
  panel: LdPanel,
  path: string,
  options: WritePanelOptions = {},
): Promise<WrittenPanel> {
  const { precision = "float32" } = options;
  refuseUnlisted("precision", precision, ["float32", "int8"]);
  const { blockCount, source, build, sampleCount, variants, blockStart } = panel;
  const { notices = [], shrink = 0 } = panel;
  const blockOffset = new Float64Array(blockCount + 1);
  const blockChecksum = new Uint32Array(blockCount);
  let bytes = 0;
  let largestError = 0;
  await runTask(`writing ${path}`, blockCount, "blocks", options, (task) =>
    writeLocalFile(path, async (append) => {
      const write = async (part: Uint8Array): Promise<void> => {
        await append(part);
        bytes += part.length;
      };
      await write(fileHead());
      for (let b = 0; b < blockCount; b++) {
        await task.step(b);
        const block = await panel.readBlock(b);
        refuseWrongValues(block, b);
        const encoded = encodeBlock(block, precision);
        largestError = Math.max(largestError, encoded.largestError);
        blockOffset[b] = bytes;
        blockChecksum[b] = crc32(encoded.bytes);
        await write(encoded.bytes);
      }
      blockOffset[blockCount] = bytes;
      const account = { source, build, sampleCount, notices, shrink, precision, variants };
      const stored = { ...account, blockStart, blockOffset, blockChecksum };
      for (const part of fileEnd(stored, bytes)) await write(part);
    }),
  );
  return { path, bytes, precision, largestError };
}

/**
 * Opens a panel's file: its variants and the index at once, each block from its place when it is read.
 *
 * @throws WrongMagicError, UnsupportedVersionError, TruncatedFileError, CorruptFileError; `readBlock` CorruptFileError when the
 * bytes of a block are not those that were written
 * @example
 * await ld.writePanel(await ld.panel(cohort, { window: { variants: 50 } }), "small.ld");
 * const reference = await ld.openPanel("small.ld");
 * const { count, r } = await reference.readBlock(0);
 */
export async function openPanel(path: string): Promise<StoredLdPanel> {
  const source = await openLocalFile(path);
  try {
    const index = await readIndex(source);
    const { blockStart, blockOffset, blockChecksum, precision } = index;
    const blockCount = blockChecksum.length;
    let isOpen = true;
    const readBlock = async (b: number): Promise<LdBlock> => {
      refuseNoBlock(b, blockCount);
      if (!isOpen) throw closed(path);
      const offset = blockOffset[b];
      const bytes = await bytesAt(source, offset, blockOffset[b + 1] - offset);
      if (crc32(bytes) !== blockChecksum[b]) throw damaged(path, b);
      const first = blockStart[b];
      return decodeBlock(bytes, { first, count: blockStart[b + 1] - first }, precision);
    };
    return showPanel({
      kind: "ld panel",
      path,
      precision,
      source: index.source,
      build: index.build,
      sampleCount: index.sampleCount,
      notices: index.notices,
      shrink: index.shrink,
      variants: index.variants,
      blockCount,
      blockStart,
      readBlock,
      close: async () => {
        if (isOpen) await source.close?.();
        isOpen = false;
      },
    });
  } catch (error) {
    await source.close?.();
    throw error;
  }
}

function refuseWrongValues({ r }: LdBlock, b: number): void {
  const wrong = r.findIndex((value) => !(Math.abs(value) <= 1));
  if (wrong < 0) return;
  throw new InvalidArgumentError("panel", {
    what: `Block ${b} of the panel has a correlation of ${r[wrong]}.`,
    why: "Correlations are numbers from −1 to 1.",
    remedy: "Make the panel with ld.panel, or correct what made it.",
  });
}

function closed(path: string): InvalidArgumentError {
  return new InvalidArgumentError("panel", {
    what: `The panel of ${path} was closed.`,
    why: "Its blocks are read from the file when they are asked for.",
    remedy: "Open it again with ld.openPanel, and close it when nothing needs it any more.",
  });
}

function damaged(path: string, block: number): CorruptFileError {
  return new CorruptFileError(path, block, {
    what: `Block ${block} of ${path} is damaged.`,
    why: "Its checksum is not that of the bytes that were written.",
    remedy: "Copy the file anew, or make the panel again.",
  });
}

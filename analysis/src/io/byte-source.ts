/** Random access to bytes: a file, an HTTP range, a Blob; every reader reads through it. */
export interface ByteSource {
  /** For messages and provenance. */
  readonly name: string;
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close?(): Promise<void>;
}

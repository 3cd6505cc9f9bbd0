/** Bytes of a column whose length is not known beforehand. */
export class ByteColumn {
  count = 0;
  #values: Uint8Array;

  constructor(expected: number) {
    this.#values = new Uint8Array(expected);
  }

  append(value: number): void {
    if (this.count === this.#values.length) this.#grow(1);
    this.#values[this.count++] = value;
  }

  appendAll(values: Uint8Array): void {
    if (this.count + values.length > this.#values.length) this.#grow(values.length);
    this.#values.set(values, this.count);
    this.count += values.length;
  }

  finish(): Uint8Array {
    return this.#values.slice(0, this.count);
  }

  #grow(more: number): void {
    const grown = new Uint8Array(2 * (this.count + more));
    grown.set(this.#values);
    this.#values = grown;
  }
}

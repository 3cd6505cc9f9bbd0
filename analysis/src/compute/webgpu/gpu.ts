/** An open GPU device with what the operations need of it. */
export interface Gpu {
  readonly adapterName: string;
}

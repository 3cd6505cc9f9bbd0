/** `1,000`. */
export function whole(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 weight`, `2,000 weights`; `many` where an s is not enough. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** `0.3 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

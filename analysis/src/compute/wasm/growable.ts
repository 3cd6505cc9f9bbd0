/**
 * Room of at least the length asked for, kept between calls. An arena frees nothing before its job ends, so the room grows
 * by doubling.
 */
export function growable<View extends ArrayBufferView & { readonly length: number }>(
  allocate: (length: number) => View,
): (length: number) => View {
  let room = allocate(0);
  return (length) => {
    if (room.length < length) room = allocate(Math.max(length, 2 * room.length));
    return room;
  };
}

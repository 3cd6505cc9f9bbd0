/**
 * What devices can do at most, from their makers' data sheets: int8 matrix units (dense) and f32 in operations a second,
 * memory and the bus to the host, one direction, in bytes a second.
 */
const PEAKS = [
  ["H200", 1979e12, 67e12, 4.8e12, 64e9, "NVIDIA H200 data sheet"],
  ["H100 PCIe", 1513e12, 51e12, 2.0e12, 64e9, "NVIDIA H100 data sheet"],
  ["H100 NVL", 1671e12, 60e12, 3.9e12, 64e9, "NVIDIA H100 data sheet"],
  ["H100", 1979e12, 67e12, 3.35e12, 64e9, "NVIDIA H100 data sheet (SXM)"],
  ["A100", 624e12, 19.5e12, 2.0e12, 32e9, "NVIDIA A100 data sheet"],
  ["L40S", 733e12, 91.6e12, 0.864e12, 32e9, "NVIDIA L40S data sheet"],
  ["L4", 242e12, 30.3e12, 0.3e12, 32e9, "NVIDIA L4 data sheet"],
  ["T4", 130e12, 8.1e12, 0.32e12, 16e9, "NVIDIA T4 data sheet"],
  ["RTX 4090", 660.6e12, 82.6e12, 1.008e12, 32e9, "NVIDIA Ada architecture white paper"],
  ["RTX 3090", 284e12, 35.6e12, 0.936e12, 32e9, "NVIDIA Ampere GA102 white paper"],
];

/** The limits of the device of that name, undefined where it is not in the table. */
export function peaksOf(adapterName) {
  const words = ` ${adapterName} `;
  const row = PEAKS.find(([name]) => new RegExp(`\\b${name}\\b`, "i").test(words));
  if (!row) return undefined;
  const [name, int8, f32, memory, bus, source] = row;
  return { name, int8, f32, memory, bus, source };
}

import { unpackValues } from "../../code-values.ts";
import type { Columns } from "../dosage-products/index.ts";
import type { GenotypeProductsInput } from "./index.ts";

export function genotypeProductsCpu({
  sampleCount,
  width,
  values: columns,
}: Columns): (input: GenotypeProductsInput) => Float64Array {
  const genotypes = new Float64Array(sampleCount);
  return ({ block, values }) => {
    const products = new Float64Array(4 * Math.ceil(width / 4) * block.count);
    for (let v = 0; v < block.count; v++) {
      unpackValues(block, v, values, 0, sampleCount, genotypes);
      for (let c = 0; c < width; c++) {
        let sum = 0;
        for (let i = 0; i < sampleCount; i++) sum += genotypes[i] * columns[i * width + c];
        products[((c >> 2) * block.count + v) * 4 + (c & 3)] = sum;
      }
    }
    return products;
  };
}

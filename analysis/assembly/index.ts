// One module for every instance: raw pointers into one shared memory, no heap of its own.
export * from "./counts";
export * from "./mask";
export * from "./row-split";
export * from "./dense-products";
export * from "./sparse-products";
export * from "./dosage-differences";
export * from "./missing-lists";
export * from "./pairs";
export * from "./missing-products";
export * from "./transpose";
export * from "./king";
export * from "./linear-fit";
export * from "./student-t";
export * from "./pgen";
export * from "./sample-counts";

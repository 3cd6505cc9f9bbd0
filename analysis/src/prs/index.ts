export * from "./scoring/index.ts";
export * from "./clumping/index.ts";
export * from "./ancestry/index.ts";
export * from "./evaluation/index.ts";
export * from "./methods/index.ts";

export { associations, type GivenAssociations } from "./associations.ts";
export { fromArrays, type GivenEffects } from "./from-arrays.ts";
export { type HarmonisePolicy } from "./align-variant.ts";
export { BuildMismatchError } from "./build-evidence.ts";
export { harmonise, type HarmoniseOptions } from "./harmonise.ts";
export { type ProxyColumns, type ProxyTable } from "./proxy-table.ts";
export { proxies, type ProxyOptions } from "./proxies.ts";

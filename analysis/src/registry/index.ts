export { register, sense, unregister } from "./register.ts";
export type { RegisterOptions, Registration, SensedDataset } from "./register.ts";
export { RegisteredDatasets, registered, verify } from "./registered.ts";
export type { RegisteredColumns, VerifiedColumns } from "./registered.ts";
export type {
  DatasetFacts,
  RegisteredFile,
  RegisteredInput,
  RegisteredKind,
  RegistryEntry,
  Sensitivity,
} from "./entry.ts";
export type { RegistryPlace } from "./registry-file.ts";
export * from "./registry-errors.ts";

export { createTslabBackend } from "./tslab-backend.ts";

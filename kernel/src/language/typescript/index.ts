export { createTypeScriptBackend } from "./typescript-backend.ts";

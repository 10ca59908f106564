export { flat, loadFlat } from "./flat.ts";
export { hnsw, ivfFlat } from "./postgres/method.ts";
export { postgres } from "./postgres/postgres.ts";

export { flat, loadFlat } from "./flat.ts";

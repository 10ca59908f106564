export { softmax } from "./softmax.ts";

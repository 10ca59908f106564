export { initialiseLinear, type LinearParams, type LinearSizes, linear } from "./linear.ts";

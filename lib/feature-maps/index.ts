export { elu } from "./elu.ts";
export { identity } from "./identity.ts";
export { positiveRandom } from "./positive-random.ts";

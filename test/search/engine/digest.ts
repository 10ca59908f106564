import { createHash } from "node:crypto";
import { saveParameters } from "../../../lib/index.ts";
import { flatten } from "../../../search/engine/parameters.ts";

/** Tells parameters that differ in any bit. (A comparison number by number takes seconds for large tables.) */
export const digest = (params: unknown): string =>
  createHash("sha256")
    .update(saveParameters(flatten(params)))
    .digest("hex");

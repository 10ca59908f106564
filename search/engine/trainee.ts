import type { DType } from "attention-lab";
import type { DualEncoder, DualEncoderParams } from "../encoders/dual-encoder.ts";
import type { Readable } from "./ranked-documents.ts";

/** A dual encoder that is to be trained, with its parameters, and the documents that it is to find. */
export interface Trainee {
  readonly dual: DualEncoder;
  readonly params: DualEncoderParams;
  readonly dtype: DType;
  readonly documents: ReadonlyMap<string, Readable>;
}

import protobuf from "protobufjs";

/** The part of ONNX's model format that one operator needs; field numbers as in the standard's onnx.proto. */
const schema = protobuf.parse(
  `
  syntax = "proto2";
  message ModelProto { optional int64 ir_version = 1; optional GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; }
  message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
  message GraphProto { repeated NodeProto node = 1; optional string name = 2; repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; }
  message NodeProto { repeated string input = 1; repeated string output = 2; optional string op_type = 4; repeated AttributeProto attribute = 5; optional string domain = 7; }
  message AttributeProto { optional string name = 1; optional float f = 2; optional int64 i = 3; optional string s = 4; repeated int64 ints = 8; optional int32 type = 20; }
  message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
  message TypeProto { optional TensorTypeProto tensor_type = 1; }
  message TensorTypeProto { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
  message TensorShapeProto { repeated DimensionProto dim = 1; }
  message DimensionProto { optional string dim_param = 2; }
`,
  { keepCase: true },
).root;

const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
const attributeTypes = { f: 1, i: 2, s: 3, ints: 7 } as const;

/** An attribute of an operator: a floating-point number, an integer, a string, or integers. */
export type Attribute =
  | { readonly f: number }
  | { readonly i: number }
  | { readonly s: string }
  | { readonly ints: readonly number[] };

/** An operator, its attributes, and what goes in and out; axes have no fixed length. */
export interface Operator {
  readonly type: string;
  readonly domain?: string;
  readonly opset: number;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The element type and the number of axes of each input; undefined leaves an optional input out. */
  readonly inputs: readonly ({ readonly type: keyof typeof elementTypes; readonly rank: number } | undefined)[];
  /** Names; "" leaves an optional output out, and what begins with _ is not given out. */
  readonly outputs: readonly string[];
}

/** The name of the input at a place. */
export const inputName = (place: number): string => `in${place}`;

/** A model of one operator, as a file's bytes. */
export function encodeModel({ type, domain = "", opset, attributes, inputs, outputs }: Operator): Uint8Array {
  const Model = schema.lookupType("ModelProto");
  const node = {
    op_type: type,
    domain,
    input: inputs.map((input, place) => (input === undefined ? "" : inputName(place))),
    output: outputs,
    attribute: Object.entries(attributes).map(([name, value]) => {
      const [kind] = Object.keys(value) as (keyof typeof attributeTypes)[];
      return { name, type: attributeTypes[kind!], ...value };
    }),
  };
  const input = inputs.flatMap((input, place) => {
    if (input === undefined) return [];
    const dim = Array.from({ length: input.rank }, (_, axis) => ({ dim_param: `${inputName(place)}_${axis}` }));
    return [{ name: inputName(place), type: { tensor_type: { elem_type: elementTypes[input.type], shape: { dim } } } }];
  });
  const output = outputs
    .filter((name) => name !== "" && !name.startsWith("_"))
    .map((name) => ({ name, type: { tensor_type: { elem_type: elementTypes.float32 } } }));
  const opset_import = [{ domain: "", version: domain === "" ? opset : 24 }];
  if (domain !== "") opset_import.push({ domain, version: opset });
  return Model.encode(
    Model.fromObject({ ir_version: 10, graph: { name: "one-operator", node: [node], input, output }, opset_import }),
  ).finish();
}

import { isTensor, type Tensor, type Value, Variable } from "attention-lab";

/** Tensors by the path to them: `embeddings/words/E`. */
export type FlatParams = Readonly<Record<string, Tensor>>;

/** The tensors of parameters in plain arrays and objects, by their paths. */
export function flatten(params: unknown, path = ""): Record<string, Tensor> {
  if (isTensor(params)) return { [path]: params };
  const parts = Object.entries(params as object).map(([key, child]) =>
    flatten(child, path === "" ? key : `${path}/${key}`),
  );
  return Object.assign({}, ...parts);
}

/** The same parameters, with other values in place of the tensors that have one at their path. */
export function replaced<P>(params: P, values: Readonly<Record<string, Value>>): P {
  const visit = (node: unknown, path: string): unknown => {
    if (isTensor(node) || node instanceof Variable) return values[path] ?? node;
    const child = ([key, part]: [string, unknown]): [string, unknown] => [
      key,
      visit(part, path === "" ? key : `${path}/${key}`),
    ];
    const children = Object.entries(node as object).map(child);
    return Array.isArray(node) ? children.map(([, part]) => part) : Object.fromEntries(children);
  };
  return visit(params, "") as P;
}

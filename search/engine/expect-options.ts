import { ArgumentError, type Tensor } from "attention-lab";
import { expectDocuments } from "../collections/document.ts";
import {
  describe,
  expectArray,
  expectFunction,
  expectId,
  expectInteger,
  expectMap,
  expectOptions,
  expectText,
} from "../validation/expect.ts";
import type { SearchEngineOptions } from "./search-engine-options.ts";
import type { TrainOptions } from "./train-options.ts";

/** Throw unless an engine can be made of these options. */
export function expectEngineOptions(caller: string, options: SearchEngineOptions): void {
  const names = ["documents", "frequencies", "seed", "dimension", "dtype", "knowledge", "modules", "index"];
  expectOptions(caller, options, names);
  const { documents, dimension, dtype, knowledge = [], modules = {}, index } = options;
  expectDocuments(caller, "documents", documents);
  if (dimension !== undefined) expectInteger(caller, "dimension", dimension, 1);
  if (dtype !== undefined && dtype !== "float32" && dtype !== "float64")
    throw new ArgumentError(caller, "dtype", describe(dtype), '"float64" or "float32"');
  expectKnowledge(caller, knowledge);
  expectOptions(caller, modules, ["embeddings", "query", "document", "relevance"], "modules");
  const parts: Record<string, unknown> = { ...modules.embeddings, ...modules, embeddings: undefined };
  for (const [name, part] of Object.entries(parts))
    if (part !== undefined) expectFunction(caller, `${name}.initialise`, (part as { initialise: unknown }).initialise);
  if (index !== undefined)
    for (const method of ["add", "remove", "search"] as const) expectFunction(caller, `index.${method}`, index[method]);
}

const taken = ["words", "ngrams"];

function expectKnowledge(caller: string, knowledge: unknown): void {
  expectArray(caller, "knowledge", knowledge);
  const names = new Set(taken);
  knowledge.forEach((one, i) => {
    const { name, ...others } = (one ?? {}) as { readonly name: unknown };
    if (typeof name !== "string" || !/^[a-z][a-z0-9-]*$/i.test(name))
      throw new ArgumentError(caller, `knowledge[${i}].name`, describe(name), "a letter, then letters, digits and -");
    if (names.has(name))
      throw new ArgumentError(caller, `knowledge[${i}].name`, `${describe(name)} again`, "a name of its own");
    names.add(name);
    const { vectorOf, groupsOf, dimension } = others as Record<string, unknown>;
    if (typeof vectorOf === "function") expectInteger(caller, `knowledge[${i}].dimension`, dimension, 1);
    else expectFunction(caller, `knowledge[${i}].groupsOf`, groupsOf);
  });
}

/** Throw unless an engine with these parameters can be trained so; `fit` looks at what it takes itself. */
export function expectTrainOptions(
  caller: string,
  options: TrainOptions,
  params: Readonly<Record<string, Tensor>>,
): void {
  const names = ["queries", "judgements", "epochs", "seed", "loss", "temperature", "batchSize", "optimizer"];
  expectOptions(caller, options, [...names, "hardNegatives", "freeze", "patience", "onStep", "onEpoch"]);
  const { queries, judgements, epochs, loss, temperature, batchSize, patience, hardNegatives, freeze } = options;
  expectQueries(caller, queries);
  expectOptions(caller, judgements, ["train", "dev", "test"], "judgements");
  for (const split of ["train", "dev"] as const)
    if (split === "train" || judgements.dev !== undefined)
      expectGrades(caller, `judgements.${split}`, judgements[split]);
  expectInteger(caller, "epochs", epochs, 1);
  if (loss !== undefined) expectFunction(caller, "loss", loss);
  if (temperature !== undefined && !(Number.isFinite(temperature) && temperature > 0))
    throw new ArgumentError(caller, "temperature", describe(temperature), "a finite number above 0");
  if (batchSize !== undefined) expectInteger(caller, "batchSize", batchSize, 1);
  if (patience !== undefined) {
    expectInteger(caller, "patience", patience, 1);
    if (judgements.dev === undefined)
      throw new ArgumentError(caller, "patience", describe(patience), "judgements.dev beside it");
  }
  if (hardNegatives !== undefined) expectHardNegatives(caller, hardNegatives);
  if (freeze !== undefined) expectPaths(caller, freeze, Object.keys(params));
}

function expectQueries(caller: string, queries: unknown): void {
  expectArray(caller, "queries", queries);
  const ids = new Set<string>();
  queries.forEach((query, i) => {
    const { id, text } = (query ?? {}) as Record<string, unknown>;
    expectId(caller, `queries[${i}].id`, id);
    expectText(caller, `queries[${i}].text`, text);
    if (ids.has(id))
      throw new ArgumentError(caller, `queries[${i}].id`, `${JSON.stringify(id)} again`, "ids of their own");
    ids.add(id);
  });
}

function expectGrades(caller: string, argument: string, judgements: unknown): void {
  expectMap(caller, argument, judgements);
  for (const [query, grades] of judgements) {
    const place = `${argument}.get(${JSON.stringify(query)})`;
    expectMap(caller, place, grades);
    for (const [document, grade] of grades)
      if (!Number.isSafeInteger(grade)) {
        const has = `${JSON.stringify(document)} with grade ${grade}`;
        throw new ArgumentError(caller, place, has, "whole numbers as grades");
      }
  }
}

function expectHardNegatives(caller: string, options: NonNullable<TrainOptions["hardNegatives"]>): void {
  expectOptions(caller, options, ["perQuery", "depth", "search", "every"], "hardNegatives");
  const { perQuery, depth, search, every } = options;
  expectInteger(caller, "hardNegatives.perQuery", perQuery, 1);
  if (depth !== undefined) expectInteger(caller, "hardNegatives.depth", depth, 1);
  if (every !== undefined) expectInteger(caller, "hardNegatives.every", every, 1);
  if (search !== undefined) expectFunction(caller, "hardNegatives.search", search);
  if (search === undefined && every === undefined)
    throw new ArgumentError(caller, "hardNegatives", "neither search nor every", "at least one of them");
}

/** A path of `freeze` that is none would be silently ignored. */
function expectPaths(caller: string, freeze: unknown, paths: readonly string[]): void {
  expectArray(caller, "freeze", freeze);
  const isBelow = (path: string, part: unknown): boolean => path === part || path.startsWith(`${part}/`);
  freeze.forEach((part, i) => {
    if (!paths.some((path) => isBelow(path, part)))
      throw new ArgumentError(caller, `freeze[${i}]`, describe(part), `a path of ${paths.join(", ")}`);
  });
  if (paths.every((path) => freeze.some((part) => isBelow(path, part))))
    throw new ArgumentError(caller, "freeze", "every parameter", "at least one that is to be trained");
}

import { ArgumentError } from "attention-lab";
import { compareHits, expectHits, type Hit } from "../ranking/hit.ts";
import { expectId, expectInteger, expectMap } from "../validation/expect.ts";

/** How relevant documents are to queries: grades by query, then document. A grade of 1 or more is relevant. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What a search found: hits by query, in any order. */
export type Run = ReadonlyMap<string, readonly Hit[]>;

/** The value of a metric. */
export interface Measured {
  /** Its mean over the queries; NaN when there are none. */
  readonly mean: number;
  /** Its value for each query that has a relevant document, in the order of the judgements. */
  readonly perQuery: ReadonlyMap<string, number>;
}

/** The grades of a query's hits, best hit first, and those of all its relevant documents, highest first. */
export interface Judged {
  readonly found: readonly number[];
  readonly relevant: readonly number[];
}

/** A metric of one query. */
export type Measure = (judged: Judged) => number;

/**
 * A metric of every query, with the conventions of trec_eval that metrics/index.ts states.
 *
 * @throws ArgumentError when run or judgements are no maps of hits and grades, or a query has a document twice.
 */
export function measure(caller: string, run: Run, judgements: Judgements, of: Measure): Measured {
  expectRun(caller, run);
  expectJudgements(caller, judgements);
  const perQuery = new Map<string, number>();
  for (const [query, grades] of judgements) {
    const relevant = [...grades.values()].filter(isRelevant).sort((a, b) => b - a);
    if (relevant.length === 0) continue;
    const hits = [...(run.get(query) ?? [])].sort(compareHits);
    perQuery.set(query, of({ found: hits.map(({ id }) => grades.get(id) ?? 0), relevant }));
  }
  return { mean: [...perQuery.values()].reduce((sum, value) => sum + value, 0) / perQuery.size, perQuery };
}

export const isRelevant = (grade: number): boolean => grade >= 1;

/** Throw unless `k`, where it is given, is a rank at which a ranking can end. */
export function expectCutoff(caller: string, k: unknown): void {
  if (k !== undefined) expectInteger(caller, "k", k, 1);
}

export function expectRun(caller: string, run: unknown): asserts run is Run {
  expectMap(caller, "run", run);
  for (const [query, hits] of run) {
    expectId(caller, "a query of run", query);
    expectHits(caller, `run.get(${JSON.stringify(query)})`, hits);
  }
}

function expectJudgements(caller: string, judgements: unknown): void {
  expectMap(caller, "judgements", judgements);
  for (const [query, grades] of judgements) {
    const place = `judgements.get(${JSON.stringify(query)})`;
    expectMap(caller, place, grades);
    for (const [document, grade] of grades) {
      if (Number.isSafeInteger(grade)) continue;
      const has = `${JSON.stringify(document)} with grade ${grade}`;
      throw new ArgumentError(caller, place, has, "whole numbers as grades");
    }
  }
}

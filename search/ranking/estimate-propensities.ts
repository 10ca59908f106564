import { ArgumentError } from "attention-lab";
import { expectLog, type Impression } from "./click-model.ts";

// Each round brings the estimates closer; by then they stand still where there are clicks enough to tell.
const rounds = 2000;
const still = 1e-10;

/** What was seen of one document at one rank. */
interface Cell {
  readonly rank: number;
  readonly document: number;
  shown: number;
  clicked: number;
}

/**
 * How probably each rank is looked at, estimated from clicks alone: the likeliest propensities and attractions of the
 * position-based model ({@link clickModel}), by expectation–maximisation. The first rank has propensity 1, as only
 * ratios can be told.
 *
 * It can tell only where documents were shown at several ranks: what is always first might be looked at more, or attract
 * more. Rankings that differ from query to query, or two documents that sometimes change places, are enough.
 *
 * Wang, Golbandi, Bendersky, Metzler & Najork 2018, "Position Bias Estimation for Unbiased Learning to Rank in Personal
 * Search", Eq. 1–2 (each document with an attraction of its own).
 *
 * @example
 * ```ts
 * const both = { shown: ["a", "b"], clicked: ["a", "b"] };
 * const log = [both, { shown: ["a", "b"], clicked: ["a"] }, { shown: ["b", "a"], clicked: ["b"] }, { ...both, shown: ["b", "a"] }];
 * Math.round(100 * estimatePropensities(log)[1]); // 50
 * ```
 *
 * @returns the propensity of each rank
 * @throws ArgumentError when the log is none, is empty, or has no click at the first rank.
 */
export function estimatePropensities(log: readonly Impression[]): number[] {
  const caller = "estimatePropensities";
  expectLog(caller, log, Number.POSITIVE_INFINITY);
  const { cells, ranks, documents } = cellsOf(log);
  if (!cells.some(({ rank, clicked }) => rank === 0 && clicked > 0))
    throw new ArgumentError(caller, "log", "no click at the first rank", "some: the others are compared with it");
  let propensities = new Array<number>(ranks).fill(0.5);
  let attractions = new Array<number>(documents).fill(0.5);
  const total = (of: keyof Cell, length: number, amount: (cell: Cell) => number): number[] => {
    const sums = new Array<number>(length).fill(0);
    for (const cell of cells) sums[cell[of]]! += amount(cell);
    return sums;
  };
  const shownAt = total("rank", ranks, ({ shown }) => shown);
  const shownOf = total("document", documents, ({ shown }) => shown);
  for (let round = 0; round < rounds; round++) {
    // What is not clicked was looked at and did not attract, or was not looked at.
    const part = ({ rank, document, shown, clicked }: Cell): number => {
      const [p, a] = [propensities[rank]!, attractions[document]!];
      return shown === clicked ? 0 : (shown - clicked) / (1 - p * a);
    };
    const looked = total("rank", ranks, (cell) => {
      const [p, a] = [propensities[cell.rank]!, attractions[cell.document]!];
      return cell.clicked + part(cell) * p * (1 - a);
    });
    const attracted = total("document", documents, (cell) => {
      const [p, a] = [propensities[cell.rank]!, attractions[cell.document]!];
      return cell.clicked + part(cell) * a * (1 - p);
    });
    const before = propensities;
    propensities = looked.map((sum, rank) => sum / shownAt[rank]!);
    attractions = attracted.map((sum, document) => sum / shownOf[document]!);
    if (propensities.every((value, rank) => Math.abs(value - before[rank]!) < still)) break;
  }
  return propensities.map((value) => value / propensities[0]!);
}

function cellsOf(log: readonly Impression[]): { cells: Cell[]; ranks: number; documents: number } {
  const cells = new Map<string, Cell>();
  const numbers = new Map<string, number>();
  let ranks = 0;
  for (const { shown, clicked } of log) {
    ranks = Math.max(ranks, shown.length);
    shown.forEach((id, rank) => {
      const document = numbers.get(id) ?? numbers.size;
      numbers.set(id, document);
      const key = `${rank} ${document}`;
      const cell = cells.get(key) ?? { rank, document, shown: 0, clicked: 0 };
      cell.shown++;
      if (clicked.includes(id)) cell.clicked++;
      cells.set(key, cell);
    });
  }
  return { cells: [...cells.values()], ranks, documents: numbers.size };
}

import type { ExecutedNotebook, Failure } from "../execute/failure.ts";
import { codeCells } from "../notebook/code-cells.ts";
import { type Check, type FoundCheck, readChecks } from "./check.ts";
import type { Claim, Claims, Outcome } from "./claims.ts";

/** Where a claim stands: its stated outcome only when all its checks are there and passed. */
export type State = Outcome | "failed" | "incomplete" | "not run";

/** A required check of a claim, and what it measured if it was made. */
export interface Evidence {
  readonly key: string;
  readonly check: Check | undefined;
}

/** A claim and what the notebooks found of it. */
export interface Entry {
  readonly claim: Claim;
  readonly state: State;
  readonly evidence: readonly Evidence[];
}

/** Every claim, and what is wrong with the checks themselves. */
export interface Ledger {
  readonly entries: readonly Entry[];
  readonly problems: readonly Failure[];
}

interface Made extends FoundCheck {
  readonly notebook: string;
}

function stateOf(claim: Claim, evidence: readonly Evidence[], run: ExecutedNotebook | undefined): State {
  const made = evidence.flatMap(({ check }) => check ?? []);
  if (made.some(({ passed }) => !passed)) return "failed";
  if (made.length === evidence.length) return claim.outcome;
  const started = run && codeCells(run.notebook).some(({ execution_count }) => execution_count !== null);
  return started ? "incomplete" : "not run";
}

function problem({ notebook, cell, cellId }: Made, cause: string): Failure {
  return { notebook: `${notebook}.ipynb`, cell, cellId, cause };
}

/** Why a check has no place in the ledger, if it has none. */
function misplaced(made: Made, claims: readonly Claim[]): string | undefined {
  const { key } = made.check;
  const [id, aspect = ""] = key.split(".");
  const claim = claims.find((one) => one.id === id);
  if (claim === undefined) return `check ${key}: claim ${id} is not in claims.json`;
  if (!claim.keys.includes(aspect)) return `check ${key}: "${aspect}" is not among the keys of ${id} in claims.json`;
  if (claim.notebook !== made.notebook) return `check ${key}: claims.json puts ${id} into ${claim.notebook}.ipynb`;
  return undefined;
}

function repeated(made: readonly Made[]): Failure[] {
  return made.flatMap((one, index) => {
    const first = made.findIndex(({ check }) => check.key === one.check.key);
    if (first === index) return [];
    const { notebook, cell } = made[first]!;
    return problem(one, `check ${one.check.key} is made twice, first in ${notebook}.ipynb, cell ${cell}`);
  });
}

/** Required checks that a notebook never makes although it ran to its end. */
function missing(entries: readonly Entry[], notebooks: readonly ExecutedNotebook[]): Failure[] {
  const passed = new Set(notebooks.filter(({ failures }) => failures.length === 0).map(({ name }) => name));
  return entries
    .filter(({ claim }) => passed.has(claim.notebook))
    .flatMap(({ claim, evidence }) =>
      evidence
        .filter(({ check }) => check === undefined)
        .map(({ key }) => ({
          notebook: `${claim.notebook}.ipynb`,
          cause: `check ${key} is required by claims.json and never made`,
        })),
    );
}

/**
 * Lays what executed notebooks measured beside the claims. The order of the notebooks does not matter, except in which of two
 * equal keys is called the second.
 */
export function ledger({ claims }: Claims, notebooks: readonly ExecutedNotebook[]): Ledger {
  const made = notebooks.flatMap(({ name, notebook }) =>
    readChecks(notebook).map((found): Made => ({ ...found, notebook: name })),
  );
  const entries = claims.map((claim): Entry => {
    const evidence = claim.keys.map((aspect): Evidence => {
      const key = `${claim.id}.${aspect}`;
      const own = made.filter(({ check, notebook }) => check.key === key && notebook === claim.notebook);
      return { key, check: (own.find(({ check }) => !check.passed) ?? own[0])?.check };
    });
    const run = notebooks.find(({ name }) => name === claim.notebook);
    return { claim, evidence, state: stateOf(claim, evidence, run) };
  });
  const strays = made.flatMap((one) => {
    const cause = misplaced(one, claims);
    return cause === undefined ? [] : problem(one, cause);
  });
  return { entries, problems: [...strays, ...repeated(made), ...missing(entries, notebooks)] };
}

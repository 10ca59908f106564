/** Gives each anchor of a page an id of its own. */
export interface Ids {
  /** The id of a heading with this text: the text with hyphens for spaces, as in JupyterLab, so that links work in both. */
  heading(text: string): string;
}

/** Ids for a page on which `taken` are in use. */
export function createIds(taken: Iterable<string>): Ids {
  const used = new Set(taken);
  const heading = (text: string): string => {
    const base =
      text
        .trim()
        .replace(/\s+/g, "-")
        .replace(/\p{Surrogate}/gu, "") || "section";
    let id = base;
    for (let count = 2; used.has(id); count++) id = `${base}-${count}`;
    used.add(id);
    return id;
  };
  return { heading };
}

/** The anchor of a code cell, counted from 1. */
export function cellId(number: number): string {
  return `cell-${number}`;
}

/** The anchor of a check in its report. */
export function checkId(key: string): string {
  return `check-${key}`;
}

/** The anchor of a claim in the ledger. */
export function claimId(id: string): string {
  return `claim-${id}`;
}

/** The address of a file beside the page. */
export function fileAddress(name: string, extension: string): string {
  return `${encodeURIComponent(name)}.${extension}`;
}

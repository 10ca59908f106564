/** A plot as pure data, in Plotly's own terms: https://plotly.com/javascript/reference/. */
export interface Figure {
  readonly data: readonly Attributes[];
  readonly layout?: Attributes;
  readonly config?: Attributes;
  readonly frames?: readonly Attributes[];
}

/** Attributes of a trace, of the layout or of the configuration. */
export interface Attributes {
  readonly [name: string]: unknown;
}

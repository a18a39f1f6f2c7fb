/** What happened to one customer while it was observed; times in days on any common scale. */
export interface CustomerEvents {
  readonly start: number;
  /** The end of the observation: now, or the moment the customer was lost. */
  readonly end: number;
  readonly events: readonly { readonly type: string; readonly time: number }[];
}

/** "Typically `typical` days later, between `earliest` and `latest` for four in five." */
export interface Delay {
  readonly earliest: number;
  readonly typical: number;
  readonly latest: number;
}

export interface EventLink {
  readonly cause: string;
  readonly effect: string;
  readonly delay: Delay;
  readonly evidence: {
    /** Of the weakest test that the link survived; customers are its clusters. */
    readonly pValue: number;
    /** Effects beyond what chance alone would have put after the causes. */
    readonly excess: number;
    readonly causes: number;
    readonly customers: number;
  };
}

/** Why a column is a leak (dropped) or a suspect (asked; kept unless excluded), with the numbers that say so. */
export type LeakReason =
  /** The column's values became known after the moment of prediction. */
  | { readonly code: "known-later"; readonly share: number }
  /** Its values alone give the outcome without error. */
  | { readonly code: "deterministic"; readonly rows: number }
  /** Whether it is filled gives the outcome without error. */
  | { readonly code: "deterministic-missingness"; readonly rows: number };

export type SuspectReason =
  | { readonly code: "identifier"; readonly distinctShare: number }
  | { readonly code: "far-stronger"; readonly alone: number; readonly others: number }
  | { readonly code: "telling-missingness"; readonly filled: number; readonly missing: number }
  | { readonly code: "certain-value"; readonly value: string; readonly rows: number }
  | { readonly code: "speaks-of-afterwards"; readonly word: string }
  /** Next to nothing but within one span of time: shares of the outcome, and of the rows in order of time. */
  | {
      readonly code: "tells-in-span";
      readonly inside: number;
      readonly elsewhere: number;
      readonly from: number;
      readonly to: number;
    }
  /** Tied to the other columns that tell the outcome, and among rows of one outcome no more: in standard deviations of chance. */
  | { readonly code: "follows-outcome"; readonly tied: number; readonly within: number }
  /** With the others of its kind it gives held-out outcomes all but without error. */
  | { readonly code: "gives-away-together"; readonly columns: readonly string[] };

export interface Leak {
  readonly column: string;
  readonly reason: LeakReason;
}

export interface Suspect {
  readonly column: string;
  readonly reason: SuspectReason;
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

/** The reason as an English sentence. */
export function describeFinding(reason: LeakReason | SuspectReason): string {
  switch (reason.code) {
    case "known-later":
      return `${percent(reason.share)} of its values became known after the moment of prediction`;
    case "deterministic":
      return `its values alone give the outcome without error in all ${reason.rows} rows`;
    case "deterministic-missingness":
      return `whether it is filled gives the outcome without error in all ${reason.rows} rows`;
    case "identifier":
      return `it looks like an identifier: ${percent(reason.distinctShare)} of its values are distinct`;
    case "far-stronger":
      return `alone it explains ${percent(reason.alone)} of the outcome, all other columns together ${percent(reason.others)}: it may be known only afterwards`;
    case "telling-missingness":
      return `whether it is filled tells the outcome: rate ${percent(reason.filled)} where filled, ${percent(reason.missing)} where missing`;
    case "gives-away-together":
      return `with ${reason.columns.join(", ")} it gives the outcome of rows never seen all but without error: one may have been computed from the others`;
    case "tells-in-span":
      return `between ${percent(reason.from)} and ${percent(reason.to)} of the rows in order of time it explains ${percent(reason.inside)} of the outcome, elsewhere ${percent(reason.elsewhere)}: it may have been filled in afterwards for a while`;
    case "follows-outcome":
      return `it goes with the other columns only through the outcome (${reason.tied.toFixed(1)} standard deviations of chance in all rows, ${reason.within.toFixed(1)} among rows of one outcome): it may have been written afterwards`;
    case "certain-value":
      return `all ${reason.rows} rows with the value "${reason.value}" have one and the same outcome`;
    case "speaks-of-afterwards":
      return `its name speaks of what comes afterwards ("${reason.word}") and it tells the outcome`;
  }
}

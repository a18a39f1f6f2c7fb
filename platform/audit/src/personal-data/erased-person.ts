/** An identifier as the identity graph writes it. */
export interface PersonIdentifier {
  readonly kind: string;
  readonly value: string;
}

/** Everything by which one person's data are found. */
export interface ErasedPerson {
  readonly profiles: readonly string[];
  readonly records: readonly { readonly object: string; readonly id: string }[];
  readonly runs: readonly string[];
  readonly identifiers: readonly PersonIdentifier[];
  /** What is looked for in texts: addresses, numbers and ids in every spelling, and names that nobody else bears. */
  readonly words: readonly string[];
}

export function recordIds({ records }: Pick<ErasedPerson, "records">): readonly string[] {
  return records.map(({ id }) => id);
}

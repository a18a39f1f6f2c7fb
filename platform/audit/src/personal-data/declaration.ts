import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ErasedPerson } from "./erased-person.ts";
import type { Redactor } from "./redactor.ts";

/** Columns by which a row is one person's own. Such rows are deleted, and given in that person's export. */
export interface OwnColumns {
  /** Ids of profiles. */
  readonly profile?: readonly string[];
  /** Ids of the person's events. */
  readonly event?: string;
  /** Ids of records. */
  readonly record?: string;
  /** Ids of runs that were about the person. */
  readonly run?: string;
  /** Pairs of columns that hold the kind and the value of an identifier. */
  readonly identifier?: readonly (readonly [kind: string, value: string])[];
  /** A column that holds an address or number without its kind. */
  readonly value?: string;
}

export interface PersonalTable {
  readonly holds: "personal";
  readonly own?: OwnColumns;
  /** The same for rows that are given in an export and that `erase` sees to. */
  readonly exported?: OwnColumns;
  /**
   * Text, JSON and array columns in which rows of others may name the person: the name is taken out of them. `*` for
   * all such columns of the table.
   */
  readonly mentions?: readonly string[];
  /** Columns of `mentions` that must stay different from one another: what named the person becomes a new id. */
  readonly unique?: readonly string[];
  /**
   * What deleting and taking out do not do. Runs before both, in a transaction of its own, again after a crash; called
   * until it returns 0, so that each call stays short. Returns how many rows it changed.
   */
  readonly erase?: (
    trx: WorkspaceTransaction,
    person: ErasedPerson,
    redactor: Redactor,
  ) => Promise<number>;
  /** Brings in line what is derived from rows (by their column `id`) from which the person was taken out. */
  readonly rewritten?: (
    trx: WorkspaceTransaction,
    table: string,
    ids: readonly string[],
  ) => Promise<void>;
}

/** What a table of a workspace holds about the company's customers. */
export type TableDeclaration = { readonly holds: "nothing"; readonly why: string } | PersonalTable;

/** Declarations by table. A name that ends in `*` stands for all tables that begin so. */
export type PersonalData = Readonly<Record<string, TableDeclaration>>;

/** The declaration of a table; undefined where there is none. */
export function declarationOf(data: PersonalData, table: string): TableDeclaration | undefined {
  const exact = data[table];
  if (exact !== undefined) return exact;
  const pattern = Object.keys(data).find(
    (name) => name.endsWith("*") && table.startsWith(name.slice(0, -1)),
  );
  return pattern === undefined ? undefined : data[pattern];
}

import type { BothLanguages } from "@causeway/kernel";
import type { JsonObject } from "../../wire/json-object.ts";
import type { TableChoice } from "./table-choice.ts";

/** How far a table has been read, as texts of the database. */
export interface TablePlace {
  readonly cursor: string;
  readonly key: string;
}

export interface TableRow extends TablePlace {
  readonly record: JsonObject;
}

/** Where a database answers and who asks. */
export interface TableServer {
  /** The name that its certificate is for. */
  readonly host: string;
  /** What that name meant when it was checked; this is connected to. */
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Null for a connection in the clear. */
  readonly tls: { readonly authority: string | null } | null;
}

export interface TableConnection {
  /** The next rows behind a place in the order of cursor and key, in a transaction that can change nothing. */
  readonly read: (
    choice: TableChoice,
    place: TablePlace | null,
    limit: number,
  ) => Promise<readonly TableRow[]>;
  /** Breaks off what is running. Never throws. */
  readonly close: () => Promise<void>;
}

/** A kind of database that tables are read from. Failures are thrown as its driver states them. */
export interface TableDatabase {
  readonly connect: (server: TableServer) => Promise<TableConnection>;
  /** What a refusal of the database means and what to do about it, by the code of its driver. */
  readonly problems: Readonly<Record<string, BothLanguages>>;
  /** Its driver compares certificates with names only: a bare address needs an authority of one's own. */
  readonly certificateNeedsName?: true;
}

export const connectMs = 15_000;
/** The longest that one query may take. */
export const statementMs = 30_000;

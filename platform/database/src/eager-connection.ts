import { CompiledQuery, type DatabaseConnection, type QueryResult } from "kysely";

/**
 * A connection whose transactions begin without waiting: what opens them is sent at once, and their first statement right
 * behind it. Where the opening fails, that statement fails with its error. The connection below must pipeline.
 */
export class EagerConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  #begin: Promise<unknown> | undefined;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  /** Sends the statements that open a transaction. */
  begin(statements: string): void {
    const begin = this.inner.executeQuery(CompiledQuery.raw(statements));
    this.#begin = begin;
    const forget = () => {
      if (this.#begin === begin) this.#begin = undefined;
    };
    // A failure stays: whatever else is sent was refused because of it.
    begin.then(forget, () => undefined);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const begin = this.#begin;
    if (begin === undefined) return this.inner.executeQuery<R>(query);
    const result = this.inner.executeQuery<R>(query);
    // The error of the opening comes first: that of the statement only follows from it.
    const [begun] = await Promise.allSettled([begin, result]);
    if (begun.status === "rejected") throw begun.reason;
    return result;
  }

  /** Only a dialect with cursors streams, and those cannot share a connection that pipelines. */
  streamQuery(): never {
    throw new Error("Rows are read in pages, not streamed");
  }
}

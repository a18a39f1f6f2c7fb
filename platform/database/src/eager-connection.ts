import { CompiledQuery, type DatabaseConnection, type QueryResult } from "kysely";

/**
 * A connection whose transactions begin without waiting: what opens them is sent at once, and their first statement right
 * behind it. Where the opening fails, that statement fails with its error. The end of a transaction that has only read is
 * not waited for either: nothing depends on it, and what comes next is sent behind it. The connection below must pipeline.
 */
export class EagerConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  #begin: Promise<unknown> | undefined;
  #endsUnheard = false;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  /** Sends the statements that open a transaction; one that `endsUnheard` must only read, and in no order with others. */
  begin(statements: string, endsUnheard: boolean): void {
    this.#endsUnheard = endsUnheard;
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
    const result = this.inner.executeQuery<R>(query);
    try {
      if (begin === undefined) return await result;
      // The error of the opening comes first: that of the statement only follows from it.
      const [begun] = await Promise.allSettled([begin, result]);
      if (begun.status === "rejected") throw begun.reason;
      return await result;
    } catch (error) {
      // Whoever swallowed it hears of it at the end.
      this.#endsUnheard = false;
      throw error;
    }
  }

  /** Whether the transaction may be taken for ended as soon as its `commit` is sent. */
  commitUnheard(): boolean {
    if (!this.#endsUnheard || this.#begin !== undefined) return false;
    // A connection that breaks here is thrown away by its pool, and fails whoever sends the next statement on it.
    this.inner.executeQuery(CompiledQuery.raw("commit")).catch(() => undefined);
    return true;
  }

  /** Only a dialect with cursors streams, and those cannot share a connection that pipelines. */
  streamQuery(): never {
    throw new Error("Rows are read in pages, not streamed");
  }
}

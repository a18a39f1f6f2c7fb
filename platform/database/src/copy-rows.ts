import pg from "pg";

/** Rows for one table, written before a statement in the same transaction. */
export interface CopiedRows {
  /** `copy … from stdin (format binary)`; always the same text for the same columns. */
  readonly copy: string;
  /** In the binary format of COPY, head and end included. */
  readonly rows: Buffer;
}

interface Wire {
  query(text: string): void;
  readonly stream: { write(bytes: Buffer): unknown };
}

/**
 * A query whose last command is a COPY, sent together with its rows: a server that refuses the command passes over what
 * follows of it (PostgreSQL, "Frontend/Backend Protocol", COPY operations), so that nobody has to ask before sending.
 */
class CopyQuery extends pg.Query {
  override readonly submit: (wire: pg.Connection) => void;

  constructor(text: string, rows: Buffer, onEnd: (error: Error | null | undefined) => void) {
    super(text, (error) => onEnd(error));
    this.submit = (wire) => {
      const { query, stream } = wire as unknown as Wire;
      query.call(wire, text);
      stream.write(headOfRows(rows.length));
      stream.write(rows);
      stream.write(copyDone);
    };
  }

  /** The rows are on their way already. */
  handleCopyInResponse(): void {}
}

function headOfRows(bytes: number): Buffer {
  const head = Buffer.allocUnsafe(5);
  head[0] = "d".charCodeAt(0);
  head.writeInt32BE(bytes + 4, 1);
  return head;
}

const copyDone = Buffer.from([..."c\0\0\0\u0004"].map((letter) => letter.charCodeAt(0)));

/** Runs `text`, whose last command is the COPY of `rows`, on a connection that may pipeline. */
export function copyRows(client: pg.ClientBase, text: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyQuery(text, rows, (error) => (error ? reject(error) : resolve())));
  });
}

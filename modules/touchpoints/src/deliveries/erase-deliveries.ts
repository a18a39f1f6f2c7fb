import type { ErasedPerson, Redactor } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { withoutNaming } from "./without-naming.ts";

const atOnce = 50;

interface Row {
  readonly id: string;
  readonly body: Buffer;
  readonly query: unknown;
  readonly headers: unknown;
}

/**
 * Takes a person out of what sources sent and could not be read, or is not read yet. Of a file the lines that name the
 * person go, of a list its members; what is about the person alone is thrown away.
 */
export async function eraseDeliveries(
  trx: WorkspaceTransaction,
  person: ErasedPerson,
  redactor: Redactor,
): Promise<number> {
  if (redactor.pattern === null) return 0;
  const { rows } = await sql<Row>`
    select id::text, body, query, headers from raw_deliveries
    where ${plainText} ~* ${redactor.pattern}
      or query::text ~* ${redactor.pattern} or headers::text ~* ${redactor.pattern}
      or exists (select 1 from unnest(${bytesOf(person.words)}::bytea[]) as w where position(w in body) > 0)
      or exists (select 1 from unnest(${hanWords(person.words)}::text[]) as w
        where position(convert_to(w, 'GB18030') in body) > 0)
    order by id limit ${atOnce} for update`.execute(trx);
  for (const { id, body, query, headers } of rows) {
    const left = withoutNaming(body, redactor);
    const told = [query, headers].map((each) => JSON.stringify(each));
    const clean = [query, headers].map((each) => JSON.stringify(redactor.json(each)));
    // Found in a way that cannot be read here: better gone than kept.
    const isSame = left?.equals(body) === true && told.join() === clean.join();
    if (left === null || isSame) {
      await sql`delete from raw_deliveries where id = ${id}::bigint`.execute(trx);
    } else {
      await sql`update raw_deliveries set body = ${left}, query = ${clean[0]}::jsonb, headers = ${clean[1]}::jsonb
        where id = ${id}::bigint`.execute(trx);
    }
  }
  return rows.length;
}

/** A body as text: its letters beyond ASCII and the escapes of JSON become gaps, lest their digits touch a word. */
const plainText = sql`regexp_replace(encode(body, 'escape'), '(\\\\[0-7]{3})+|\\\\{1,2}u[0-9a-fA-F]{4}', ' ', 'g')`;

function hanWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => /\p{Script=Han}/u.test(word));
}

/** How words stand in a body where they do not stand as ASCII: in UTF-8, as escapes of JSON, in the files of spreadsheets. */
function bytesOf(words: readonly string[]): readonly Buffer[] {
  const escapes = (word: string) =>
    [...word].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  return [
    ...hanWords(words).flatMap((word) => [
      Buffer.from(word),
      Buffer.from(escapes(word)),
      Buffer.from(escapes(word).toUpperCase().replaceAll("U", "u")),
    ]),
    ...words.flatMap((word) => [
      Buffer.from(word, "utf16le"),
      Buffer.from(word, "utf16le").swap16(),
    ]),
  ];
}

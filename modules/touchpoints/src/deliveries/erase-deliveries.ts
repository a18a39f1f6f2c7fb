import type { ErasedPerson, Redactor } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

const atOnce = 50;

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
  const han = person.words.filter((word) => /\p{Script=Han}/u.test(word));
  const { rows } = await sql<{ id: string; body: Buffer }>`
    select id::text, body from raw_deliveries
    where encode(body, 'escape') ~* ${redactor.pattern}
      or query::text ~* ${redactor.pattern} or headers::text ~* ${redactor.pattern}
      or exists (select 1 from unnest(${han}::text[]) as w where position(convert_to(w, 'UTF8') in body) > 0)
    order by id limit ${atOnce} for update`.execute(trx);
  for (const { id, body } of rows) {
    const left = withoutPerson(body.toString("utf8"), redactor);
    if (left === null) {
      await sql`delete from raw_deliveries where id = ${id}::bigint`.execute(trx);
    } else {
      await sql`update raw_deliveries set body = ${Buffer.from(left)}, query = '{}'
        where id = ${id}::bigint`.execute(trx);
    }
  }
  return rows.length;
}

/** What is left of a text when every part that names the person is gone; null when nothing is. */
function withoutPerson(text: string, redactor: Redactor): string | null {
  const list = parseList(text);
  if (list !== null) {
    const kept = list.filter((item) => !redactor.names(JSON.stringify(item)));
    return kept.length === 0 ? null : JSON.stringify(kept);
  }
  if (/^\s*[{<]/.test(text)) return null;
  const lines = text.split("\n").filter((line) => !redactor.names(line));
  // The first line of a file is its header.
  return lines.filter((line) => line.trim() !== "").length < 2 ? null : lines.join("\n");
}

function parseList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

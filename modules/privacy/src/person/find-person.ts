import { AppError } from "@causeway/kernel";
import {
  contactPoints,
  isRoleMailbox,
  type RecordReference,
  type WholePerson,
  wholePerson,
} from "@causeway/module-identity";
import { getRecords, readSchema, type StoredRecord } from "@causeway/module-records";
import type { ErasedPerson } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** A person with everything by which their data are found. */
export interface FoundPerson extends ErasedPerson {
  /** What they are called here; null for a nameless browser. */
  readonly name: string | null;
  /** Names that nobody else bears. */
  readonly ownNames: readonly string[];
}

const starts: ReadonlySet<string> = new Set(["profile", "contact", "lead"]);
/** Objects whose records say something about the person that they refer to. */
const aboutPeople = ["note", "task"] as const;

/**
 * Finds a person from a profile, contact or lead, deleted ones too. Throws `AppError`: `not-found`, and `unsupported` for
 * records that are no person.
 */
export async function findPerson(
  trx: WorkspaceTransaction,
  start: RecordReference,
): Promise<FoundPerson> {
  if (!starts.has(start.object)) throw noPerson();
  const whole = await wholePerson(trx, start);
  const own = await recordsOf(trx, whole.records);
  if (own.length === 0 && !(await profileExists(trx, whole.profiles))) throw unknownPerson();
  const runs = await runsAbout(trx, whole);
  const about = await recordsAbout(trx, whole.records, runs);
  const names = await namesOf(trx, whole, own);
  const lonely = await namesOfNobodyElse(trx, names, own);
  const written = await writtenAboutThem(trx, whole, own);
  return {
    ...whole,
    records: [...whole.records, ...about],
    runs,
    name: names[0] ?? null,
    ownNames: lonely,
    words: wordsOf(whole, written, [...lonely, ...(await choicesOf(trx, [...lonely, ...written]))]),
  };
}

async function recordsOf(
  trx: WorkspaceTransaction,
  references: readonly RecordReference[],
): Promise<readonly StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (const object of new Set(references.map((each) => each.object))) {
    const own = references.filter((each) => each.object === object);
    found.push(...(await getRecords(trx, { object, ids: own.map(({ id }) => id) })));
  }
  return found;
}

async function profileExists(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
): Promise<boolean> {
  const { rows } =
    await sql`select 1 from profiles where id = any(${profiles}::uuid[]) limit 1`.execute(trx);
  return rows.length > 0;
}

/** Runs about the person, and those that one of the person's events began. */
async function runsAbout(
  trx: WorkspaceTransaction,
  { profiles, records }: WholePerson,
): Promise<readonly string[]> {
  const subjects = [...profiles, ...records.map(({ id }) => id)];
  const { rows } = await sql<{ id: string }>`
    select id from agent_runs where subject_id = any(${subjects}::uuid[])
    union select r.id from agent_runs r join event_profiles e on e.event_id = r.event_id
    where e.profile_id = any(${profiles}::uuid[])`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Notes and tasks that refer to the person's records, or that one of the runs made. */
async function recordsAbout(
  trx: WorkspaceTransaction,
  records: readonly RecordReference[],
  runs: readonly string[],
): Promise<readonly RecordReference[]> {
  const { objects } = await readSchema(trx);
  const ids = records.map(({ id }) => id);
  const found: RecordReference[] = [];
  for (const object of aboutPeople) {
    const fields = objects.find(({ name }) => name === object)?.fields ?? [];
    const conditions = fields.flatMap(({ name, type, target }) => {
      if (name === "agent_run") return [sql`agent_run = any(${runs}::text[])`];
      const isPerson = type === "reference" && (target === "contact" || target === "lead");
      return isPerson ? [sql`${sql.id(name)} = any(${ids}::uuid[])`] : [];
    });
    if (conditions.length === 0) continue;
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(`record_${object}`)}
      where ${sql.join(conditions, sql` or `)}`.execute(trx);
    found.push(...rows.map(({ id }) => ({ object, id })));
  }
  return found;
}

async function namesOf(
  trx: WorkspaceTransaction,
  { profiles }: WholePerson,
  own: readonly StoredRecord[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string | null }>`
    select coalesce(max(value) filter (where name = 'name'), nullif(trim(concat_ws(' ',
      max(value) filter (where name = 'firstName'), max(value) filter (where name = 'lastName'))), '')) as name
    from profile_traits where profile_id = any(${profiles}::uuid[])
      and name in ('name', 'firstName', 'lastName') group by profile_id`.execute(trx);
  const all = [...own.map(({ title }) => title), ...rows.map(({ name }) => name ?? "")];
  return [...new Set(all.map((name) => name.trim()))].filter((name) => name !== "");
}

/** A name that somebody else bears too must not be taken out of what is said about them. */
async function namesOfNobodyElse(
  trx: WorkspaceTransaction,
  names: readonly string[],
  own: readonly StoredRecord[],
): Promise<readonly string[]> {
  const ids = own.map(({ id }) => id);
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as n(name)
    where not exists (select 1 from record_contact c where c.name = n.name and c.id <> all(${ids}::uuid[]))
      and not exists (select 1 from record_lead l where l.name = n.name and l.id <> all(${ids}::uuid[]))
      and not exists (select 1 from record_account a where a.name = n.name)`.execute(trx);
  return rows.map(({ name }) => name);
}

/** Numbers of papers and accounts that people write into fields of their own: at least this many digits. */
const digitsOfAnId = 6;

/**
 * Addresses, numbers and ids that stand in a person's records, but for those that are somebody else's too: the address of
 * a colleague, the switchboard of the company.
 */
async function writtenAboutThem(
  trx: WorkspaceTransaction,
  { profiles }: WholePerson,
  own: readonly StoredRecord[],
): Promise<readonly string[]> {
  const written = own.flatMap(({ values }) =>
    Object.values(values).filter((value) => typeof value === "string"),
  );
  const telling = [...new Set(written)].filter(
    (value) =>
      value.includes("@") ||
      (value.length <= 40 &&
        (value.match(/\d/g)?.length ?? 0) >= digitsOfAnId &&
        !/^\d{4}-\d{2}-\d{2}/.test(value) &&
        !/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value)),
  );
  const points = telling.flatMap((value) =>
    pointsOf(value).map((point) => ({ value, kind: point.kind, normal: point.value })),
  );
  const { rows } = await sql<{ value: string }>`
    select distinct p.value from json_to_recordset(${JSON.stringify(points)}::json) as p(value text, kind text, normal text)
      cross join lateral (select p.kind, p.normal as value) n
    where exists (select 1 from record_identifiers r where r.kind = p.kind and r.value = p.normal
        and r.record_id <> all(${own.map(({ id }) => id)}::uuid[]))
      or exists (select 1 from identifiers i where i.kind = p.kind and i.value = p.normal
        and i.profile_id <> all(${profiles}::uuid[]))
      or ${isRoleMailbox("n")}`.execute(trx);
  const others = new Set(rows.map(({ value }) => value));
  return telling.filter((value) => !others.has(value));
}

/** Whatever a value could be in somebody's record. */
function pointsOf(value: string) {
  const values = { email: value, phone: value, external_id: value, credit_code: value };
  return ["contact", "account"].flatMap((object) => contactPoints({ object, id: "", values }));
}

/** Values of choices that are named after the person: their names in Latin letters. */
async function choicesOf(
  trx: WorkspaceTransaction,
  words: readonly string[],
): Promise<readonly string[]> {
  const said = new Set(words);
  const { objects } = await readSchema(trx);
  const options = objects.flatMap(({ fields }) => fields.flatMap((field) => field.options));
  return options
    .filter(({ label }) => said.has(label.zh) || said.has(label.en))
    .map(({ value }) => value);
}

function wordsOf(
  { identifiers, records }: WholePerson,
  written: readonly string[],
  names: readonly string[],
): readonly string[] {
  const words = [...identifiers.map(({ value }) => value), ...names, ...written];
  // Ids of records are not words: they name nobody once their record is gone.
  const ids = new Set(records.map(({ id }) => id));
  return [...new Set(words)].filter((word) => !ids.has(word));
}

function noPerson(): AppError {
  return new AppError("unsupported", {
    zh: "只有联系人、线索和访客是个人",
    en: "Only contacts, leads and visitors are people",
  });
}

export function unknownPerson(): AppError {
  return new AppError("not-found", { zh: "没有这个人", en: "There is no such person" });
}

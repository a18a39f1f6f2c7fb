import { findCompanies } from "@causeway/module-identity";
import type { Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { fieldOf } from "../schema.ts";
import type { Case, Subject } from "./feature.ts";
import { type RecordPast, readPasts, valuesAt, wasThere } from "./record-past.ts";

/** Some records with all that is needed to look at them at any moment. */
export interface Page {
  /** In the order in which they were asked for; unknown ones are left out. */
  readonly pasts: readonly RecordPast[];
  /** Values with those of what they point to, as conditions ask for them. */
  readonly row: (past: RecordPast, values: Values, atMs: number) => Values;
  readonly caseAt: (past: RecordPast, atMs: number, isSnapshot: boolean) => Case;
}

type Pasts = ReadonlyMap<string, RecordPast>;

/** Reads records by id with their pasts, and the pasts of the records that a definition asks for through them. */
export async function readPage(
  trx: WorkspaceTransaction,
  bound: BoundDefinition,
  ids: readonly string[],
): Promise<Page> {
  const { object } = bound;
  const found = await readPasts(trx, object.name, ids);
  const pasts = ids.flatMap((id) => found.get(id) ?? []);
  const references = new Map<string, Pasts>();
  for (const field of bound.references) {
    const target = fieldOf(object, field)?.target;
    if (target) references.set(field, await readPasts(trx, target, idsIn(pasts, field)));
  }
  const companies = bound.usesCompany ? await readCompanies(trx, pasts) : new Map();

  function subjectOf(
    past: RecordPast,
    values: Values,
    atMs: number,
    isSnapshot: boolean,
    of: string,
  ): Subject | null {
    if (of === "company") {
      const company: RecordPast | undefined = companies.get(past.record.id);
      // A company that was entered later says, by being there, what came of the record.
      if (company && company.createdMs <= atMs && wasThere(company, atMs)) {
        return subject("account", company, atMs);
      }
      return isSnapshot ? null : subjectOf(past, values, atMs, isSnapshot, "account");
    }
    const target = fieldOf(object, of)?.target;
    const other = references.get(of)?.get(String(values[of] ?? ""));
    return target && other && wasThere(other, atMs) ? subject(target, other, atMs) : null;
  }

  return {
    pasts,
    row(past, values, atMs) {
      const row: Values = {
        ...values,
        created_at: past.record.createdAt.toISOString(),
        owner_id: past.record.ownerId,
      };
      for (const [field, others] of references) {
        const other = others.get(String(values[field] ?? ""));
        if (other === undefined) continue;
        for (const [name, value] of Object.entries(valuesAt(other, atMs))) {
          row[`${field}.${name}`] = value;
        }
      }
      return row;
    },
    caseAt(past, atMs, isSnapshot) {
      const self = subject(object.name, past, atMs);
      const known = new Map<string, Subject | null>([["", self]]);
      return {
        ...self,
        at: new Date(atMs),
        isSnapshot,
        subject(of) {
          const held = known.get(of);
          if (held !== undefined) return held;
          const read = subjectOf(past, self.values, atMs, isSnapshot, of);
          known.set(of, read);
          return read;
        },
      };
    },
  };
}

function subject(object: string, past: RecordPast, atMs: number): Subject {
  return { object, id: past.record.id, past, values: valuesAt(past, atMs) };
}

/** Every record that a reference field ever pointed to. */
function idsIn(pasts: readonly RecordPast[], field: string): readonly string[] {
  const ids = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value === "string") ids.add(value);
  };
  for (const { record, changes } of pasts) {
    add(record.values[field]);
    for (const { fields } of changes) {
      add(fields[field]?.from);
      add(fields[field]?.to);
    }
  }
  return [...ids];
}

/** The accounts that mail domains and company names point to, by record. */
async function readCompanies(trx: WorkspaceTransaction, pasts: readonly RecordPast[]) {
  const ids = await findCompanies(
    trx,
    pasts.map(({ record: { values } }) => ({
      mail: textOf(values["email"]),
      name: textOf(values["company"]),
    })),
  );
  const accounts = await readPasts(
    trx,
    "account",
    ids.filter((id) => id !== null),
  );
  return new Map(
    pasts.flatMap(({ record }, place): [string, RecordPast][] => {
      const account = accounts.get(ids[place] ?? "");
      return account === undefined ? [] : [[record.id, account]];
    }),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

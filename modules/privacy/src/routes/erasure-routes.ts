import { AppError, type Clock } from "@causeway/kernel";
import { getRecords } from "@causeway/module-records";
import {
  buriedAmong,
  liftTombstones,
  type PersonalData,
  recordAudit,
  type TombstoneDirectory,
  type TombstoneKey,
} from "@causeway/platform-audit";
import {
  erasureLookupResultSchema,
  erasureLookupSchema,
  erasureSchema,
  erasuresSchema,
  newErasureSchema,
  personDataSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type RawReply, type Route } from "@causeway/platform-http";
import type { Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { spellings } from "../arrivals/names-erased.ts";
import { getErasure, listErasures } from "../erasure/list-erasures.ts";
import { requestErasure } from "../erasure/request-erasure.ts";
import { certificatePage } from "../export/certificate-page.ts";
import { personDocument } from "../export/person-document.ts";
import { personPage } from "../export/person-page.ts";
import { countPersonData, readPersonData } from "../export/read-person-data.ts";
import { type FoundPerson, findPerson } from "../person/find-person.ts";

export interface PrivacyDependencies {
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, "send">;
  readonly key: TombstoneKey;
  readonly tombstones: Pick<TombstoneDirectory, "forget">;
  readonly data: PersonalData;
  /** Names of people of the company by id. */
  readonly userNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

const tags = ["privacy"] as const;
const admin = { kind: "workspace", role: "admin" } as const;
const params = z.object({ workspace: z.uuid() });
const withId = z.object({ workspace: z.uuid(), id: z.uuid() });
const person = z.object({
  workspace: z.uuid(),
  object: z.enum(["profile", "contact", "lead"]),
  id: z.uuid(),
});
const rateLimit = { max: 60, windowSeconds: 60 };

/** Erasure and export of one person. */
export function erasureRoutes(dependencies: PrivacyDependencies): readonly Route[] {
  const { clock, key, data, tombstones } = dependencies;
  const named = withNames(dependencies);
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/people/:object/:id",
      summary: "What is stored of a person",
      tags,
      access: admin,
      params: person,
      rateLimit,
      response: personDataSchema,
      handle: ({ workspace, params: start }) =>
        workspace.transaction(
          async (trx) => {
            const found = await findPerson(trx, start);
            return {
              name: found.name,
              records: await titlesOf(trx, found),
              identifiers: [...found.identifiers],
              events: await countEvents(trx, found),
              tables: [...(await countPersonData(trx, data, found))],
            };
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/people/:object/:id/export",
      summary: "Everything that is stored of a person, for machines or to be read",
      tags,
      access: admin,
      params: person,
      query: z.object({ format: z.enum(["json", "html"]).default("json") }),
      rateLimit,
      response: "raw",
      handle: async ({ workspace, params: start, query: { format }, actor, locale }) => {
        const { found, tables } = await workspace.transaction(async (trx) => {
          const whom = await findPerson(trx, start);
          const subject = `${start.object}/${start.id}`;
          await recordAudit(trx, { actor, action: "privacy.exported", subject });
          return { found: whom, tables: await readPersonData(trx, data, whom) };
        });
        const now = clock();
        return format === "html"
          ? page(personPage(found.name, tables, locale, now))
          : file(personDocument(found, tables, now), `person-${start.id}.json`);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/privacy/erasures",
      summary: "Erase a person from everything",
      tags,
      access: admin,
      params,
      body: newErasureSchema,
      status: 202,
      rateLimit,
      response: erasureSchema,
      handle: async ({ workspace, body: { basis, ...start }, actor }) => {
        const id = await workspace.transaction((trx) =>
          requestErasure(trx, start, basis, actor, dependencies),
        );
        // Whoever has the answer sends nothing more that is taken in.
        tombstones.forget(workspace.id);
        return named((nameOf) =>
          workspace.transaction((trx) => getErasure(trx, id, nameOf), { readOnly: true }),
        );
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/erasures",
      summary: "Erasures, the latest first",
      tags,
      access: admin,
      params,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: erasuresSchema,
      handle: ({ workspace, query: { limit } }) =>
        named((nameOf) =>
          workspace.transaction((trx) => listErasures(trx, limit, nameOf), { readOnly: true }),
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/erasures/:id",
      summary: "An erasure; once it is done, its certificate",
      tags,
      access: admin,
      params: withId,
      response: erasureSchema,
      handle: ({ workspace, params: { id } }) =>
        named((nameOf) =>
          workspace.transaction((trx) => getErasure(trx, id, nameOf), { readOnly: true }),
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/erasures/:id/certificate",
      summary: "The certificate of an erasure, to be printed",
      tags,
      access: admin,
      params: withId,
      response: "raw",
      handle: async ({ workspace, params: { id }, locale }) => {
        const erasure = await named((nameOf) =>
          workspace.transaction((trx) => getErasure(trx, id, nameOf), { readOnly: true }),
        );
        if (erasure.state !== "done") throw notDone();
        return page(certificatePage(erasure, locale));
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/privacy/erasures/:id/tombstones",
      summary: "Take an erased person in again: they came back and consent anew",
      tags,
      access: admin,
      params: withId,
      response: "empty",
      handle: async ({ workspace, params: { id }, actor, user }) => {
        await workspace.transaction(async (trx) => {
          const { state } = await getErasure(trx, id, String);
          if (state !== "done") throw notDone();
          if (!(await liftTombstones(trx, id, user.id))) return;
          await recordAudit(trx, { actor, action: "privacy.tombstones-lifted", subject: id });
        });
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/privacy/lookups",
      summary: "Whether somebody with this address, number or id was erased",
      tags,
      access: admin,
      params,
      body: erasureLookupSchema,
      rateLimit,
      response: erasureLookupResultSchema,
      handle: ({ workspace, body: { value } }) =>
        workspace.transaction(
          async (trx) => {
            const hashes = spellings(value).flatMap((each) => key.ofValue(each) ?? []);
            const [erasureId = null] = (await buriedAmong(trx, hashes)).values();
            return { erasureId };
          },
          { readOnly: true },
        ),
    }),
  ];
}

/** Reads twice where names of people of the company are needed: first to learn whose. */
function withNames({ userNames }: Pick<PrivacyDependencies, "userNames">) {
  return async <Result>(
    read: (nameOf: (id: string) => string) => Promise<Result>,
  ): Promise<Result> => {
    const asked = new Set<string>();
    await read((id) => {
      asked.add(id);
      return id;
    });
    const names = await userNames([...asked]);
    return read((id) => names.get(id) ?? id);
  };
}

async function titlesOf(trx: WorkspaceTransaction, { records }: FoundPerson) {
  const titles = [];
  for (const object of new Set(records.map((each) => each.object))) {
    const ids = records.filter((each) => each.object === object).map(({ id }) => id);
    titles.push(...(await getRecords(trx, { object, ids })));
  }
  return titles.map(({ object, id, title }) => ({ object, id, title }));
}

async function countEvents(trx: WorkspaceTransaction, { profiles }: FoundPerson): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from event_profiles
    where profile_id = any(${profiles}::uuid[])`.execute(trx);
  return Number(rows[0]?.count ?? 0);
}

function page(body: string): RawReply {
  return {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "cache-control": "no-store",
    },
    body,
  };
}

function file(body: string, name: string): RawReply {
  return {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
    body,
  };
}

function notDone(): AppError {
  return new AppError("conflict", {
    zh: "这次删除尚未完成",
    en: "This erasure is not done yet",
  });
}

import { type Condition, requireCondition } from "@causeway/engine-conditions";
import { AppError, issueAt, newId } from "@causeway/kernel";
import type { Role, Sort, View } from "@causeway/platform-contract";
import { viewContentSchema } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed, systemFields, toFieldCatalog } from "@causeway/platform-schema";
import type { Generated, Kysely } from "kysely";
import type { z } from "zod";
import { readCondition } from "../lists/filter-sql.ts";
import { sortTerm } from "../lists/sort-term.ts";
import { readSchema } from "../metadata/read-schema.ts";

export type ViewContent = z.infer<typeof viewContentSchema>;

type ViewTables = {
  list_views: {
    id: string;
    object: string;
    name: string;
    columns: unknown;
    filter: unknown;
    sort: unknown;
    shared: boolean;
    owner_id: string;
    created_at: Generated<Date>;
  };
};

/** Who looks at views or changes them. */
export interface Viewer {
  readonly id: string;
  readonly role: Role;
}

/** The viewer's own views and those that others share, of one object or of all, by name. */
export async function listViews(
  trx: WorkspaceTransaction,
  viewer: Viewer,
  object?: string,
): Promise<View[]> {
  const query = tables(trx)
    .selectFrom("list_views")
    .selectAll()
    .where((where) => where.or([where("shared", "=", true), where("owner_id", "=", viewer.id)]))
    .orderBy("name")
    .orderBy("id");
  const rows = await (object === undefined ? query : query.where("object", "=", object)).execute();
  return rows.map(toView);
}

/** Saves a new view. Throws AppError("bad-input") where filter, sort or columns do not fit the object. */
export async function createView(
  trx: WorkspaceTransaction,
  viewer: Viewer,
  content: ViewContent,
): Promise<View> {
  const checked = await checkContent(trx, content);
  const row = await tables(trx)
    .insertInto("list_views")
    .values({ id: newId(), owner_id: viewer.id, ...toColumns(checked) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toView(row);
}

/** Changes a view: its owner may, and an admin where it is shared. Throws AppError("not-found") otherwise. */
export async function changeView(
  trx: WorkspaceTransaction,
  viewer: Viewer,
  id: string,
  change: Partial<ViewContent>,
): Promise<View> {
  const { id: _id, ownerId: _owner, ...before } = await ownView(trx, viewer, id);
  const content = await checkContent(trx, { ...before, ...change });
  const row = await tables(trx)
    .updateTable("list_views")
    .set(toColumns(content))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toView(row);
}

/** Removes a view under the same rule as `changeView`. */
export async function deleteView(
  trx: WorkspaceTransaction,
  viewer: Viewer,
  id: string,
): Promise<void> {
  await ownView(trx, viewer, id);
  await tables(trx).deleteFrom("list_views").where("id", "=", id).execute();
}

async function ownView(trx: WorkspaceTransaction, viewer: Viewer, id: string): Promise<View> {
  const row = await tables(trx)
    .selectFrom("list_views")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  const mayChange =
    row?.owner_id === viewer.id || (row?.shared === true && viewer.role !== "member");
  if (row === undefined || !mayChange)
    throw new AppError("not-found", {
      zh: "没有这个视图，或你无权更改它",
      en: "There is no such view.",
    });
  return toView(row);
}

/** The content with its filter as it was understood: nothing else of it is stored. */
async function checkContent(
  trx: WorkspaceTransaction,
  content: ViewContent,
): Promise<Omit<ViewContent, "filter"> & { readonly filter: Condition | null }> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, content.object);
  const filter = content.filter === null ? null : readCondition(content.filter);
  if (filter !== null) requireCondition(filter, toFieldCatalog(schema, object));
  if (content.sort !== null) sortTerm(object, content.sort);
  const unknown = content.columns.filter(
    (name) =>
      fieldNamed(object, name) === undefined && !systemFields.some((field) => field.name === name),
  );
  if (unknown.length === 0) return { ...content, filter };
  throw new AppError(
    "bad-input",
    { zh: "视图中有这个对象没有的列", en: "The view has columns that the object lacks." },
    {
      issues: unknown.map((name) =>
        issueAt("body.columns", { zh: `“${name}”不是字段`, en: `"${name}" is not a field` }),
      ),
    },
  );
}

function toColumns({
  object,
  name,
  columns,
  filter,
  sort,
  shared,
}: Omit<ViewContent, "filter"> & { readonly filter: Condition | null }) {
  return {
    object,
    name,
    columns: JSON.stringify(columns),
    filter: filter === null ? null : JSON.stringify(filter),
    sort: sort === null ? null : JSON.stringify(sort),
    shared,
  };
}

function toView(row: {
  readonly id: string;
  readonly object: string;
  readonly name: string;
  readonly columns: unknown;
  readonly filter: unknown;
  readonly sort: unknown;
  readonly shared: boolean;
  readonly owner_id: string;
}): View {
  const { id, object, name, columns, filter, shared, owner_id: ownerId } = row;
  const sort: Sort | null = row.sort === null ? null : viewContentSchema.shape.sort.parse(row.sort);
  const content = viewContentSchema.parse({ object, name, columns, filter, sort, shared });
  return { ...content, id, ownerId };
}

function tables(trx: WorkspaceTransaction): Kysely<ViewTables> {
  return trx.$extendTables<ViewTables>();
}

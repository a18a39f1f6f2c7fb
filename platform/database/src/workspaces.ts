import { AppError, type WorkspaceId } from "@causeway/kernel";
import type pg from "pg";
import { type Connection, withClient } from "./connection.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { createSchema, ensureWorkspaceRole, type Installation } from "./installation.ts";
import { inTransaction, migrate } from "./migrate-installation.ts";
import type { ModuleMigrations } from "./migration.ts";
import type { OpenPools } from "./pools.ts";
import { retryConflicts, sqlState } from "./retry-conflicts.ts";
import { workspaceRole } from "./roles.ts";
import { scopedKysely } from "./scoped-kysely.ts";
import type { SharedTables } from "./shared-tables.ts";
import { type Workspace, type WorkspaceDatabase, workspaceDatabase } from "./workspace.ts";

interface WorkspacesOptions {
  readonly pools: OpenPools;
  readonly admin: Connection;
  readonly installation: Installation;
  readonly modules: readonly ModuleMigrations[];
}

/** Making, finding and removing workspaces. */
export function createWorkspaces({ pools, admin, installation, modules }: WorkspacesOptions) {
  const { owner, shared: role } = installation.roles;
  const shared = scopedKysely<SharedTables>(pools.login, { role, schema: "shared" });
  const open = new Map<WorkspaceId, WorkspaceDatabase>();

  const schemaOf = async (id: WorkspaceId): Promise<string> => {
    const found = await shared
      .transaction()
      .execute((trx) =>
        trx
          .selectFrom("workspaces")
          .select("schema_name")
          .where("id", "=", requireUuid(id))
          .executeTakeFirst(),
      );
    if (!found) throw unknownWorkspace(id);
    return found.schema_name;
  };

  const openFirst = async (id: WorkspaceId): Promise<WorkspaceDatabase> => {
    const schema = await schemaOf(id);
    const scope = { schema, role: workspaceRole(installation.id, schema), owner };
    const workspace = workspaceDatabase(id, scope, pools, () => schemaOf(id));
    open.set(id, workspace);
    return workspace;
  };

  return {
    open: (id: WorkspaceId): WorkspaceDatabase | Promise<WorkspaceDatabase> =>
      open.get(id) ?? openFirst(id),

    async list(): Promise<readonly Workspace[]> {
      const rows = await shared
        .transaction()
        .execute((trx) =>
          trx.selectFrom("workspaces").selectAll().orderBy("created_at").orderBy("id").execute(),
        );
      return rows.map((row) => ({
        id: row.id as WorkspaceId,
        name: row.name,
        locale: row.locale,
        isDemo: row.is_demo,
        createdAt: row.created_at,
      }));
    },

    async create(input: Omit<Workspace, "createdAt">): Promise<Workspace> {
      // The end of an id of version 7 is its random part.
      const schema = `w_${input.id.replaceAll("-", "").slice(-16)}`;
      return withClient(admin, (client) =>
        inTransaction(client, async () => {
          await createSchema(client, schema, owner);
          await ensureWorkspaceRole(client, installation, schema);
          const reader = workspaceRole(installation.id, schema);
          await migrate(client, installation, { schema, reader }, modules);
          const made = await client.query<{ created_at: Date }>(
            `insert into shared.workspaces (id, name, locale, is_demo, schema_name)
             values ($1, $2, $3, $4, $5) returning created_at`,
            [input.id, input.name, input.locale, input.isDemo, schema],
          );
          const [row] = made.rows;
          if (!row) throw new Error("The new workspace was not returned");
          return { ...input, createdAt: row.created_at };
        }),
      );
    },

    async drop(id: WorkspaceId): Promise<void> {
      const schema = await schemaOf(id);
      open.delete(id);
      await withClient(admin, async (client) => {
        // Whoever still works in the workspace may win a deadlock against the drop, but not for ever.
        const drop = () =>
          inTransaction(client, async () => {
            await client.query(`drop schema if exists ${quoteIdentifier(schema)} cascade`);
            await client.query("delete from shared.workspaces where id = $1", [id]);
          });
        await retryConflicts(drop, dropAttempts);
        await dropRole(client, workspaceRole(installation.id, schema));
      });
    },
  };
}

const dropAttempts = 20;

async function dropRole(client: pg.ClientBase, role: string): Promise<void> {
  const dependentObjects = "2BP01";
  try {
    await client.query(`drop role if exists ${quoteIdentifier(role)}`);
  } catch (error) {
    // A copy of this database on the same server still uses the role: it stays, without a right in this one.
    if (sqlState(error) !== dependentObjects) throw error;
  }
}

function requireUuid(id: WorkspaceId): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw unknownWorkspace(id);
  return id;
}

function unknownWorkspace(id: string): AppError {
  return new AppError("not-found", {
    zh: `没有工作区“${id}”`,
    en: `There is no workspace "${id}"`,
  });
}

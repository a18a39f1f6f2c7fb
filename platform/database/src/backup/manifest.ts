import { z } from "zod";

/**
 * Which role of the installation, without the installation's id: `owner`, `shared`, `auth`, `jobs` or the schema of a
 * workspace. The names of roles belong to a server; what they may do belongs to the data.
 */
const rolePart = z.string().min(1);

/** One statement, run as a role. `grantees` replace `$1`, `$2` … in it: names of roles are known on restore only. */
const statement = z.object({
  as: rolePart,
  sql: z.string().min(1),
  grantees: z.array(rolePart).optional(),
});

const table = z.object({
  schema: z.string(),
  name: z.string(),
  owner: rolePart,
  /** Those that are stored; computed ones are computed again. */
  columns: z.array(z.string()),
});

/** What a database is made of beside its rows, as statements in the order in which they are run. */
export const manifestSchema = z.object({
  installation: z.string().regex(/^[a-z0-9]+$/),
  serverVersion: z.string(),
  roles: z.array(rolePart),
  schemas: z.array(z.object({ name: z.string(), owner: rolePart })),
  beforeRows: z.array(statement),
  afterRows: z.array(statement),
  tables: z.array(table),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), owner: rolePart })),
  /** Migrations that have run, as "module/name". */
  migrations: z.object({ shared: z.array(z.string()), workspace: z.array(z.string()) }),
  workspaces: z.array(z.object({ schema: z.string(), name: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Statement = z.infer<typeof statement>;
export type BackedUpTable = z.infer<typeof table>;

/** Where a sequence stood. Text, since a sequence may go beyond what a number holds exactly. */
export const sequencePositionSchema = z.object({
  schema: z.string(),
  name: z.string(),
  owner: rolePart,
  value: z.string(),
  isCalled: z.boolean(),
});
export type SequencePosition = z.infer<typeof sequencePositionSchema>;

import { AppError, type SourceId } from "@causeway/kernel";
import type { SettingValues, SourceSetup } from "@causeway/platform-contract";
import type { SecretBox, WorkspaceTransaction } from "@causeway/platform-database";
import { checkSettings } from "../connectors/check-settings.ts";
import type { ConnectorKind } from "../connectors/connector.ts";
import { getConnector, presentConnector } from "../connectors/registry.ts";
import type { TouchpointTables } from "../tables.ts";

/** A source as those who receive and read for it need it. */
export interface Connection {
  readonly source: SourceId;
  readonly kind: ConnectorKind;
  /** With the secrets. */
  readonly settings: SettingValues;
  readonly history: boolean;
}

const settingsContext = (id: SourceId): string => `source:${id}:settings`;
/** What the write key of a source is sealed for. */
export const keyContext = (id: SourceId): string => `source:${id}:key`;

const isSecret = (kind: ConnectorKind, name: string): boolean =>
  kind.fields.some((field) => field.name === name && field.type === "secret");

/** The columns that settings are kept in: what anybody may read, and the secrets sealed together. */
export function sealedSettings(
  kind: ConnectorKind,
  id: SourceId,
  settings: SettingValues,
  secrets: SecretBox | undefined,
): { readonly settings: string; readonly secrets: string | null } {
  const entries = Object.entries(settings);
  const open = entries.filter(([name]) => !isSecret(kind, name));
  const hidden = entries.filter(([name, value]) => isSecret(kind, name) && value !== "");
  return {
    settings: JSON.stringify(Object.fromEntries(open)),
    secrets:
      hidden.length === 0
        ? null
        : needed(secrets).seal(JSON.stringify(Object.fromEntries(hidden)), settingsContext(id)),
  };
}

/** Throws TypeError: whoever makes a source that keeps secrets must bring the box for them. */
export function needed(secrets: SecretBox | undefined): SecretBox {
  if (secrets === undefined) throw new TypeError("This kind of source needs a secret box");
  return secrets;
}

/** Throws `AppError("not-found")` for a source that is not there. */
export async function readConnection(
  trx: WorkspaceTransaction,
  id: SourceId,
  secrets: SecretBox,
): Promise<Connection> {
  const row = await connectionRow(trx, id);
  return {
    source: id,
    kind: getConnector(row.connector),
    settings: { ...row.settings, ...openSecrets(row.secrets, id, secrets) },
    history: row.history,
  };
}

/** What whoever sets up the other side needs; secrets stay where they are. */
export async function readSetup(
  trx: WorkspaceTransaction,
  id: SourceId,
  secrets: SecretBox,
  publicUrl: string,
): Promise<SourceSetup> {
  const row = await connectionRow(trx, id);
  const key = row.sealed_key === null ? null : secrets.open(row.sealed_key, keyContext(id));
  return {
    connector: presentConnector(getConnector(row.connector)),
    url: key === null ? null : webhookUrl(publicUrl, key),
    settings: row.settings,
    secretsSet: Object.keys(openSecrets(row.secrets, id, secrets)),
  };
}

/** Where senders of a webhook send to. */
export function webhookUrl(publicUrl: string, key: string): string {
  return `${publicUrl.replace(/\/$/, "")}/v1/hooks/${key}`;
}

/** Stores changed settings; a secret that is left out or blank keeps its value. Throws `AppError("bad-input")`. */
export async function changeSettings(
  trx: WorkspaceTransaction,
  id: SourceId,
  given: SettingValues,
  secrets: SecretBox,
): Promise<void> {
  const { kind, settings: known } = await readConnection(trx, id, secrets);
  const kept = Object.entries(known).filter(([name]) => isSecret(kind, name) && !given[name]);
  const settings = checkSettings(kind, { ...given, ...Object.fromEntries(kept) });
  await trx
    .$extendTables<TouchpointTables>()
    .updateTable("sources")
    .set({ ...sealedSettings(kind, id, settings, secrets), last_error: null, last_error_at: null })
    .where("id", "=", id)
    .execute();
}

function openSecrets(sealed: string | null, id: SourceId, secrets: SecretBox): SettingValues {
  if (sealed === null) return {};
  return JSON.parse(secrets.open(sealed, settingsContext(id))) as SettingValues;
}

async function connectionRow(trx: WorkspaceTransaction, id: SourceId) {
  const row = await trx
    .$extendTables<TouchpointTables>()
    .selectFrom("sources")
    .select(["connector", "settings", "secrets", "sealed_key", "history"])
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError("not-found", { zh: "没有这个来源", en: "There is no such source" });
  return row;
}

import type { Label, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, type Schema } from "@causeway/platform-schema";

export interface FieldPlace {
  readonly object: string;
  readonly field: string;
}

/** Something that somebody has set up with a field. */
export interface FieldUse extends FieldPlace {
  /** As a person knows it: `the view “Large deals”`. */
  readonly by: Label;
}

/** What a module has that names fields of records. */
export type FieldUsesOf = (
  trx: WorkspaceTransaction,
  schema: Schema,
) => Promise<readonly FieldUse[]>;

const sources = new Set<FieldUsesOf>();

/** Registers what names fields, for every workspace; the composition root does so at start. Returns how to take it back. */
export function onFieldUses(source: FieldUsesOf): () => void {
  sources.add(source);
  return () => {
    sources.delete(source);
  };
}

/** What all registered modules have that names fields. */
export async function registeredUses(
  trx: WorkspaceTransaction,
  schema: Schema,
): Promise<readonly FieldUse[]> {
  const uses: FieldUse[] = [];
  for (const source of sources) uses.push(...(await source(trx, schema)));
  return uses;
}

/** The fields that paths lead through: `account.city` of a deal are `account` of the deal and `city` of the account. */
export function placesOf(
  schema: Schema,
  object: ObjectDefinition,
  paths: Iterable<string>,
): readonly FieldPlace[] {
  return [...paths].flatMap((path): readonly FieldPlace[] => {
    const [first = "", inner] = path.split(".");
    const own = { object: object.name, field: first };
    if (inner === undefined) return [own];
    const target = fieldNamed(object, first)?.target;
    const isKnown = schema.objects.some(({ name }) => name === target);
    return isKnown && target ? [own, { object: target, field: inner }] : [own];
  });
}

/** Identifiers as an event's `context.externalIds` carries them; those that are not there are left out. */
export function externalIds(
  ids: Readonly<Record<string, string | null | undefined>>,
): readonly { readonly [key: string]: string }[] {
  return Object.entries(ids).flatMap(([type, id]) =>
    id ? [{ id, type, collection: "users", encoding: "none" }] : [],
  );
}

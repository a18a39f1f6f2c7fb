import { assertNever } from "@causeway/kernel";
import { type RawBuilder, sql } from "kysely";
import type { TouchpointFacts } from "../touchpoint/read-touchpoint.ts";

/** What is counted: every touchpoint, page views, pages about a topic, touchpoints of a kind, or events of a name. */
type KeyFamily = "any" | "page" | "topic" | "kind" | "event";

/** The keys under which a touchpoint counts, in memory; `keyCondition` says the same in SQL. */
export function touchpointKeys(
  type: string,
  { kind, name, topic }: Pick<TouchpointFacts, "kind" | "name" | "topic">,
): readonly string[] {
  const isPage = type === "page" || type === "screen";
  return [
    "any",
    `kind:${kind}`,
    `event:${name.toLowerCase()}`,
    ...(isPage ? ["page"] : []),
    ...(isPage && topic !== null ? [`topic:${topic}`] : []),
  ];
}

/** Whether the touchpoint `t` counts under a key, as SQL. */
export function keyCondition(key: string): RawBuilder<unknown> {
  const [family, name = ""] = key.split(/:(.*)/s, 2) as [KeyFamily, string?];
  switch (family) {
    case "any":
      return sql`true`;
    case "page":
      return sql`t.type in ('page', 'screen')`;
    case "topic":
      return sql`t.type in ('page', 'screen') and t.topic = ${sql.lit(name)}`;
    case "kind":
      return sql`t.kind = ${sql.lit(name)}`;
    case "event":
      return sql`lower(t.name) = ${sql.lit(name)}`;
    default:
      return assertNever(family);
  }
}

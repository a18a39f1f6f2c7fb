import type { Json, SegmentEvent } from "@causeway/engine-simulation";

/** What an event says of who it is, read without the product's code: `isNamed` where it names a person. */
export function identifiersIn(event: SegmentEvent): {
  readonly keys: readonly string[];
  readonly isNamed: boolean;
} {
  const context = event.context;
  const traits = { ...objectOf(context["traits"]), ...event.traits };
  const ids = listOf(context["externalIds"]).map((one) => objectOf(one));
  const search = String(objectOf(context["page"])["search"] ?? "");
  const click = new URLSearchParams(search).get("bd_vid");
  const names = [
    event.userId && `user ${event.userId}`,
    traits["email"] && `mail ${traits["email"]}`,
    traits["phone"] && `phone ${String(traits["phone"]).replace(/\D/g, "").slice(-11)}`,
    ...ids
      .filter(({ type }) => type === "unionid" || type === "wechat_openid")
      .map(({ type, id }) => `${type} ${id}`),
  ].filter((name): name is string => Boolean(name));
  const others = [
    event.anonymousId && `device ${event.anonymousId}`,
    ...ids.map(({ type, id }) => `${type} ${id}`),
    click && `bd_vid ${click}`,
    context["ip"] && context["userAgent"] && `browser ${context["ip"]} ${context["userAgent"]}`,
  ].filter((name): name is string => Boolean(name));
  return { keys: [...names, ...others], isNamed: names.length > 0 };
}

function objectOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

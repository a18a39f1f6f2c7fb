/** The table of house rules: who may import whom. Order within `modules` is part of it: a later one may import an earlier one. */
export const layers = ["kernel", "engines", "platform", "modules", "apps"] as const;
export type Layer = (typeof layers)[number];

export const moduleOrder = [
  "records",
  "signals",
  "touchpoints",
  "identity",
  "twin",
  "prediction",
  "causality",
  "knowledge",
  "channels",
  "rules",
  "agents",
  "playbooks",
  "plugins",
  "privacy",
  "governance",
] as const;

/** Platform packages, lowest first. */
export const platformOrder = [
  "contract",
  "schema",
  "database",
  "audit",
  "jobs",
  "http",
  "access",
] as const;

const prefixes: Readonly<Record<string, Layer>> = {
  kernel: "kernel",
  engine: "engines",
  platform: "platform",
  module: "modules",
  app: "apps",
};

export interface PackagePlace {
  readonly layer: Layer;
  readonly name: string;
}

/** Where a package of ours stands, from its name `@causeway/<layer>-<name>`; undefined for others. */
export function placeOf(packageName: string): PackagePlace | undefined {
  const match = /^@causeway\/([a-z]+)(?:-(.+))?$/.exec(packageName);
  const layer = match?.[1] === undefined ? undefined : prefixes[match[1]];
  return layer === undefined ? undefined : { layer, name: match?.[2] ?? "kernel" };
}

/** Why `from` may not import `to`; undefined where it may. */
export function forbidden(from: PackagePlace, to: PackagePlace): string | undefined {
  const fromLevel = layers.indexOf(from.layer);
  const toLevel = layers.indexOf(to.layer);
  if (toLevel > fromLevel) return `${from.layer} may not import ${to.layer}`;
  if (from.layer !== to.layer) return undefined;
  return fromLevel === 4 || from.layer === "engines" ? undefined : forbiddenInLayer(from, to);
}

function forbiddenInLayer(from: PackagePlace, to: PackagePlace): string | undefined {
  const order: readonly string[] = from.layer === "modules" ? moduleOrder : platformOrder;
  for (const { name } of [from, to]) {
    if (!order.includes(name)) return `${from.layer}/${name} is not in the order of its layer`;
  }
  return order.indexOf(to.name) < order.indexOf(from.name)
    ? undefined
    : `${from.layer}/${from.name} stands below ${to.name}`;
}

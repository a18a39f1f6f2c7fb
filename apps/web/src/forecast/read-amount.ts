const units: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  b: 1e9,
  千: 1e3,
  万: 1e4,
  亿: 1e8,
};
const written = /^[¥￥$€]?(\d+(?:\.\d+)?)([kmb千万亿]?)元?$/;

/** An amount as people type it (`1,200,000`, `120 万`, `1.2m`); null for nothing, undefined for what is no amount. */
export function readAmount(text: string): number | null | undefined {
  const bare = text.toLowerCase().replaceAll(/[\s,，]/g, "");
  if (bare === "") return null;
  const [, digits, unit = ""] = written.exec(bare) ?? [];
  return digits === undefined ? undefined : Math.round(Number(digits) * (units[unit] ?? 1));
}

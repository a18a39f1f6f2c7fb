import type { Parameter } from "@causeway/platform-contract";

/** What is typed, by parameter; untouched ones are absent. */
export type Drafts = Readonly<Record<string, string>>;

/** A typed number in the parameter's own unit; undefined where it is none or out of bounds. */
export function readDraft(parameter: Parameter, text: string): number | undefined {
  const bare = text.trim().replace("％", "%");
  const isPercent = parameter.unit === "share";
  const digits = isPercent ? bare.replace(/%$/, "") : bare;
  if (!/^\d+(\.\d+)?$/.test(digits)) return undefined;
  const value = Number(digits) / (isPercent ? 100 : 1);
  return value >= parameter.low && value <= parameter.high ? value : undefined;
}

/** A value as it stands in its field: shares in percent. */
export function showValue(parameter: Pick<Parameter, "unit">, value: number): string {
  const shown = parameter.unit === "share" ? value * 100 : value;
  return `${Math.round(shown * 100) / 100}${parameter.unit === "share" ? "%" : ""}`;
}

export interface DraftState {
  /** Values that differ from those in force. */
  readonly values: Readonly<Record<string, number>>;
  /** Parameters whose text is no value. */
  readonly broken: readonly string[];
}

export function draftState(parameters: readonly Parameter[], drafts: Drafts): DraftState {
  const values: Record<string, number> = {};
  const broken: string[] = [];
  for (const parameter of parameters) {
    const text = drafts[parameter.name];
    if (text === undefined) continue;
    const value = readDraft(parameter, text);
    if (value === undefined) broken.push(parameter.name);
    else if (value !== parameter.value) values[parameter.name] = value;
  }
  return { values, broken };
}

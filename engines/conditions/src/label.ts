/** The two languages every text of the product has. */
export type Locale = "zh" | "en";

/** One text in both languages. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

/** Fills `{name}` places of a template; unknown places stay as they are. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** The same places filled in both languages, for texts that contain no language of their own. */
export function fillLabel(label: Label, values: Readonly<Record<string, string>>): Label {
  return { zh: fillTemplate(label.zh, values), en: fillTemplate(label.en, values) };
}

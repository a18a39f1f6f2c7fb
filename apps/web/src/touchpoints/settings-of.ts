/** The settings that a form holds. */
export function settingsOf(form: FormData): Record<string, string> {
  const prefix = "setting.";
  return Object.fromEntries(
    [...form.entries()].flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === "string"
        ? [[name.slice(prefix.length), value]]
        : [],
    ),
  );
}

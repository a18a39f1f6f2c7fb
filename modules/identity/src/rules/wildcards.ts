/** The pattern of a text in which `*` stands for anything; the same to JavaScript and to PostgreSQL. */
export function wildcards(text: string): string {
  return text
    .trim()
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
}

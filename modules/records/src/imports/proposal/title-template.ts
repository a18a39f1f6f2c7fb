import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import type { ProposalInput } from "./match-columns.ts";

const titleParts = 2;

/** Where the file has no column for the title: its first references or words, else the file's name and the line. */
export function titleTemplate(
  object: ObjectDefinition,
  matches: ReadonlyMap<string, Field>,
  { statistics, fileName }: ProposalInput,
): string | undefined {
  if ([...matches.values()].some((field) => field.name === object.titleField)) return undefined;
  const telling = statistics.filter(({ name }) => {
    const field = matches.get(name);
    return field?.type === "reference" || (field?.type === "text" && !field.unique);
  });
  telling.sort((left, right) => left.empty - right.empty);
  if (telling.length === 0) return `${fileName.replace(/\..*$/, "")} {line}`;
  const names = new Set(telling.slice(0, titleParts).map(({ name }) => name));
  return statistics
    .filter(({ name }) => names.has(name))
    .map(({ name }) => `{${name}}`)
    .join(" ");
}

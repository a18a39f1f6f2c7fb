import { fieldTypes } from "@causeway/platform-schema";
import { isRecordId } from "../../store/get-record.ts";
import type { ColumnStatistics } from "../file/column-statistics.ts";
import { noMembers } from "../members.ts";
import { createdField, ownerField } from "../rows/import-plan.ts";
import { asWritten, shownNotation } from "../rows/notation.ts";
import type { ProposalInput } from "./match-columns.ts";
import { createdSynonyms, foldHeader, ownerSynonyms, perhapsOwnerSynonyms } from "./synonyms.ts";

/** Columns that say what every record carries: which one it is, whose, and when it came into being. */
export function systemColumns(
  statistics: readonly ColumnStatistics[],
  { members = noMembers }: ProposalInput,
): ReadonlyMap<ColumnStatistics, string> {
  const filled = statistics.filter(({ samples }) => samples.length > 0);
  const id = filled.find(
    ({ name, samples }) => foldHeader(name) === "id" && samples.every(isRecordId),
  );
  const created = filled.find(
    ({ name, samples }) =>
      createdSynonyms.includes(foldHeader(name)) &&
      samples.every((sample) => {
        const text = asWritten(sample, "dateTime", shownNotation("dateTime", samples));
        return fieldTypes.dateTime.readText(text, createdField).ok;
      }),
  );
  const owners = filled.filter(({ name }) => ownerSynonyms.includes(foldHeader(name)));
  const perhaps = filled.filter(
    ({ name, samples }) =>
      perhapsOwnerSynonyms.includes(foldHeader(name)) &&
      samples.some((sample) => typeof members.find(sample) === "object"),
  );
  const [owner] = [...owners, ...perhaps];
  return new Map([
    ...(owner === undefined ? [] : [[owner, ownerField.name] as const]),
    ...(id === undefined ? [] : [[id, "id"] as const]),
    ...(created === undefined ? [] : [[created, "created_at"] as const]),
  ]);
}

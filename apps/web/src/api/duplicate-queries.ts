import type { DuplicateState } from "@causeway/platform-contract";
import { queryOptions } from "@tanstack/react-query";
import { ask, query, tell } from "./client.ts";

const pathOf = (workspace: string) => `/api/w/${workspace}/company-duplicates`;

/** Companies that may stand twice, or those that somebody told apart. */
export function companyDuplicatesQuery(workspace: string, state: DuplicateState) {
  return queryOptions({
    queryKey: ["w", workspace, "records", "company-duplicates", state],
    queryFn: ({ signal }) =>
      ask("companyDuplicatesSchema", `${pathOf(workspace)}${query({ state })}`, { signal }),
  });
}

/** Compares all companies now. */
export function lookForDuplicates(workspace: string) {
  return tell(`${pathOf(workspace)}/look`, { method: "POST", body: {} });
}

/** Says that two are different companies, or takes that back. */
export function answerDuplicate(workspace: string, id: string, verdict: DuplicateState) {
  return tell(`${pathOf(workspace)}/${id}`, { method: "POST", body: { verdict } });
}

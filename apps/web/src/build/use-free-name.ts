import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useWorkspace } from "../access/session.ts";
import { freeNameQuery } from "../api/record-queries.ts";

export interface FreeName {
  /** Of the label as far as the server has answered; empty without a label. */
  readonly shown: string;
  /** The name of the very label, however fast somebody typed. */
  readonly ask: () => Promise<string>;
}

/** The API name that a label gets: of a field of the object, or of a new object. */
export function useFreeName(label: string, object?: string): FreeName {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { data } = useQuery({
    ...freeNameQuery(id, useDeferredValue(label), object),
    placeholderData: keepPreviousData,
  });
  return {
    shown: label.trim() === "" ? "" : (data?.name ?? ""),
    ask: async () => (await client.fetchQuery(freeNameQuery(id, label, object))).name,
  };
}

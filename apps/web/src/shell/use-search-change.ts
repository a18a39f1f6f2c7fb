import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

/** Changes of an address: a value sets, `undefined` takes away. */
export type SearchChange<Search> = { readonly [Key in keyof Search]?: Search[Key] | undefined };

/** Lays changes over the search part of an address. */
export function changedSearch(held: object, change: object): object {
  return Object.fromEntries(
    Object.entries({ ...held, ...change }).filter(([, value]) => value !== undefined),
  );
}

/** Changes the search part of this page's address, in place. */
export function useSearchChange<Search extends object>(): (change: SearchChange<Search>) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) => {
      const search = (held: object) => changedSearch(held, change);
      void navigate({ to: ".", search: search as never, replace: true });
    },
    [navigate],
  );
}

import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

export function companyGroupsQuery(workspace: string) {
  return queryOptions({
    queryKey: ["w", workspace, "records", "company-groups"],
    queryFn: ({ signal }) =>
      ask("companyGroupsSchema", `/api/w/${workspace}/company-groups`, { signal }),
  });
}

/** The group of an account; null where it stands alone. */
export function accountGroupQuery(workspace: string, account: string) {
  return queryOptions({
    queryKey: ["w", workspace, "records", "account-group", account],
    queryFn: async ({ signal }) => {
      const path = `/api/w/${workspace}/accounts/${account}/group`;
      return (await ask("accountGroupSchema", path, { signal })).group;
    },
  });
}

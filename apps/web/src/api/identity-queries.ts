import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

const key = (workspace: string, ...rest: readonly string[]) => [
  "w",
  workspace,
  "touchpoints",
  "identity",
  ...rest,
];

export function matchingQuery(workspace: string) {
  return queryOptions({
    queryKey: key(workspace, "matching"),
    queryFn: ({ signal }) =>
      ask("matchingRulesSchema", `/api/w/${workspace}/identity/matching`, { signal }),
  });
}

export function reviewsQuery(workspace: string) {
  return queryOptions({
    queryKey: key(workspace, "reviews"),
    queryFn: ({ signal }) =>
      ask("reviewsSchema", `/api/w/${workspace}/identity/reviews`, { signal }),
  });
}

export function identityRulesQuery(workspace: string) {
  return queryOptions({
    queryKey: key(workspace, "rules"),
    queryFn: ({ signal }) =>
      ask("identityRulesStateSchema", `/api/w/${workspace}/identity/rules`, { signal }),
  });
}

export function mailboxExceptionsQuery(workspace: string) {
  return queryOptions({
    queryKey: key(workspace, "mailbox-exceptions"),
    queryFn: ({ signal }) =>
      ask("mailboxExceptionsSchema", `/api/w/${workspace}/identity/mailbox-exceptions`, { signal }),
  });
}

export function personIdentityQuery(workspace: string, profile: string) {
  return queryOptions({
    queryKey: key(workspace, "person", profile),
    queryFn: ({ signal }) =>
      ask("personIdentitySchema", `/api/w/${workspace}/identity/people/${profile}`, { signal }),
  });
}

/** Decides about two identifiers, for good. */
export function takeDecision(workspace: string, body: object) {
  return ask("decisionTakenSchema", `/api/w/${workspace}/identity/decisions`, { body });
}

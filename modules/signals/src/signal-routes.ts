import type { Clock } from "@causeway/kernel";
import {
  newSignalsSchema,
  recordedSignalsSchema,
  signalPageSchema,
  signalQuerySchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { listSignals } from "./list-signals.ts";
import { recordSignals } from "./record-signals.ts";

const tags = ["signals"] as const;

/** Outside signals: record publications, read what was known at a moment. */
export function signalRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/signals",
      summary: "Record published outside signals; what is known already is left alone",
      tags,
      access: { kind: "workspace", role: "admin" },
      body: newSignalsSchema,
      bodyLimit: 4 * 1024 * 1024,
      response: recordedSignalsSchema,
      handle: ({ workspace, body }) =>
        workspace.transaction((trx) => recordSignals(trx, body.signals, clock)),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/signals",
      summary: "List outside signals as they were known at a moment",
      tags,
      access: { kind: "workspace", role: "member" },
      query: signalQuerySchema,
      response: signalPageSchema,
      handle: ({ workspace, query: { asOf, ...query } }) =>
        workspace.transaction(
          (trx) => listSignals(trx, { ...query, asOf: asOf ? new Date(asOf) : undefined }),
          { readOnly: true },
        ),
    }),
  ];
}

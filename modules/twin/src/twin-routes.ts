import type { Clock, EventId } from "@causeway/kernel";
import {
  heatCellQuerySchema,
  heatCellSchema,
  heatMapQuerySchema,
  heatMapSchema,
  localeSchema,
  rawEventSchema,
  timelineSchema,
  twinSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { readHeatCell } from "./heat-map/read-heat-cell.ts";
import { readHeatMap } from "./heat-map/read-heat-map.ts";
import { readBinnedTimeline } from "./queries/binned-timeline.ts";
import { readRawEvent } from "./queries/raw-event.ts";
import { readTwin } from "./queries/read-twin.ts";
import { subjectProfiles } from "./queries/subject.ts";
import { readTimeline } from "./queries/timeline.ts";

const tags = ["twin"] as const;
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({
  workspace: z.uuid(),
  object: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  id: z.uuid(),
});
const locale = localeSchema.optional();
/** With the companies that belong to an account. */
const group = z.enum(["beneath"]).optional();

export interface TwinDependencies {
  readonly clock: Clock;
}

/** The digital twin of a person, contact, lead, account or deal: at a glance, its time line, one raw event. */
export function twinRoutes({ clock }: TwinDependencies): readonly Route[] {
  const scope = (asked: "beneath" | undefined) => (asked ? { beneath: clock() } : {});
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/twin/:object/:id",
      summary: "A customer at a glance: people, identifiers, totals, key moments",
      tags,
      access,
      params,
      query: z.object({ group, locale }),
      response: twinSchema,
      handle: ({ workspace, params: subject, query, locale: preferred }) =>
        workspace.transaction(
          async (trx) => {
            const members = await subjectProfiles(trx, subject, scope(query.group));
            return readTwin(trx, members, clock(), query.locale ?? preferred);
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/twin/:object/:id/timeline",
      summary: "A customer's touchpoints, newest first",
      tags,
      access,
      params,
      query: z.object({
        from: z.iso.datetime({ offset: true }).optional(),
        to: z.iso.datetime({ offset: true }).optional(),
        before: z.string().max(40).optional(),
        order: z.enum(["newest", "oldest"]).optional(),
        /** With it, one event stands for all of its kind in one of so many parts of the range. */
        bins: z.coerce.number().int().min(1).max(1_000).optional(),
        limit: z.coerce.number().int().min(1).max(2_000).default(200),
        group,
        locale,
      }),
      response: timelineSchema,
      handle: ({ workspace, params: subject, query, locale: preferred }) =>
        workspace.transaction(
          async (trx) => {
            const members = await subjectProfiles(trx, subject, scope(query.group));
            const range = { ...query, from: toDate(query.from), to: toDate(query.to) };
            const { from, to } = range;
            if (query.bins !== undefined && from !== undefined && to !== undefined && from < to) {
              const binned = { from, to, bins: query.bins };
              return readBinnedTimeline(trx, members, binned, query.locale ?? preferred);
            }
            return readTimeline(trx, members, range, query.locale ?? preferred);
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/heat-map",
      summary: "Touchpoints by kind, stage and time, and how many visits were recognised",
      tags,
      access,
      query: heatMapQuerySchema,
      response: heatMapSchema,
      handle: ({ workspace, query }) =>
        workspace.transaction((trx) => readHeatMap(trx, query, clock()), { readOnly: true }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/heat-map/touchpoints",
      summary: "The touchpoints behind one cell of a heat map",
      tags,
      access,
      query: heatCellQuerySchema.extend({ locale }),
      response: heatCellSchema,
      handle: ({ workspace, query, locale: preferred }) =>
        workspace.transaction(
          (trx) => readHeatCell(trx, query, clock(), query.locale ?? preferred),
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/events/:id",
      summary: "One event as it arrived",
      tags,
      access,
      params: z.object({ workspace: z.uuid(), id: z.string().regex(/^\d{1,18}$/) }),
      response: rawEventSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction((trx) => readRawEvent(trx, id as EventId), { readOnly: true }),
    }),
  ];
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

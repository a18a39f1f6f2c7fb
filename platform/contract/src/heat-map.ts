import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { plainText } from "./plain-text.ts";
import { timeZoneSchema } from "./time-zone.ts";
import { rebuildingSinceSchema, touchpointKindSchema, touchpointSchema } from "./touchpoints.ts";

const rowSchema = z.enum(["kind", "stage"]);
export type HeatRows = z.infer<typeof rowSchema>;
const columnSchema = z.enum(["hour", "weekday", "week", "stage"]);
export type HeatColumns = z.infer<typeof columnSchema>;

/** Query of GET /api/w/:workspace/heat-map: the last `days`, in the reader's time zone. */
export const heatMapQuerySchema = z.object({
  days: z.coerce.number().int().min(1).max(400).default(90),
  zone: timeZoneSchema.default("Asia/Shanghai"),
  rows: rowSchema.default("kind"),
  columns: columnSchema.default("hour"),
  kind: touchpointKindSchema.optional(),
  stage: plainText(63).optional(),
});
export type HeatMapQuery = z.infer<typeof heatMapQuerySchema>;

/** Query of GET /api/w/:workspace/heat-map/touchpoints: what one cell is made of. */
export const heatCellQuerySchema = heatMapQuerySchema.extend({
  row: plainText(63),
  column: plainText(63),
});
export type HeatCellQuery = z.infer<typeof heatCellQuerySchema>;

/** GET /api/w/:workspace/heat-map */
export const heatMapSchema = z
  .object({
    rebuildingSince: rebuildingSinceSchema,
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** Where the customer stood: nobody known, known, lead, the open stages of deals, customer, lost. */
    stages: z.array(z.object({ name: z.string(), label: labelSchema })),
    rows: z.array(z.string()),
    /** `00`–`23`, `1` (Monday) – `7`, the Monday of a week as `2026-11-23`, or a stage. */
    columns: z.array(z.string()),
    cells: z.array(
      z.object({ row: z.string(), column: z.string(), touchpoints: z.int(), people: z.int() }),
    ),
    touchpoints: z.int(),
    people: z.int(),
    /** Visits to own sites (a pause of 30 minutes ends one): of known people, of known companies only, all. */
    recognition: z.object({ known: z.int(), company: z.int(), sessions: z.int() }),
  })
  .meta({ id: "HeatMap" });
export type HeatMap = z.infer<typeof heatMapSchema>;

export const heatCellSchema = z
  .object({
    touchpoints: z.array(
      touchpointSchema.extend({
        /** The contact or lead whose twin shows it. */
        record: z.object({ object: z.string(), id: z.string() }).nullable(),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: "HeatCell" });
export type HeatCell = z.infer<typeof heatCellSchema>;

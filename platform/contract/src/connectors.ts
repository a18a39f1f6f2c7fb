import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { plainText } from "./plain-text.ts";
import { rawEventSchema, touchpointKindSchema } from "./touchpoints.ts";

/** One line of a connector's form. */
export const settingFieldSchema = z.object({
  name: z.string(),
  label: labelSchema,
  hint: labelSchema.nullable(),
  /** `lines` is a longer text; `map` a field map that a page of its own edits. */
  type: z.enum(["text", "secret", "choice", "lines", "map"]),
  required: z.boolean(),
  initial: z.string(),
  /** Few change it: the form shows it on demand. */
  advanced: z.boolean(),
  options: z.array(z.object({ value: z.string(), label: labelSchema })),
});
export type SettingField = z.infer<typeof settingFieldSchema>;

/** A kind of source, as the page that connects one shows it. */
export const connectorSchema = z
  .object({
    name: z.string(),
    kind: touchpointKindSchema,
    /** The person chooses what kind of touchpoint arrives. */
    choosesKind: z.boolean(),
    label: labelSchema,
    summary: labelSchema,
    /** Kinds of identifiers that its events carry. */
    identifiers: z.array(z.string()),
    /** How events arrive: calls of an SDK, requests to an address of ours, we fetch them, or they arise in the product. */
    way: z.enum(["sdk", "webhook", "fetch", "inside"]),
    acceptsFiles: z.boolean(),
    fields: z.array(settingFieldSchema),
    steps: z.array(labelSchema),
    /** A body to try its address with; null where only the other side can sign one, or nothing is sent to an address. */
    sample: z.string().nullable(),
  })
  .meta({ id: "Connector" });
export type Connector = z.infer<typeof connectorSchema>;
export const connectorsSchema = z.object({ connectors: z.array(connectorSchema) });

/** Values of a connector's form by name of the field. */
export const settingValuesSchema = z.record(z.string().max(60), plainText(20_000));
export type SettingValues = z.infer<typeof settingValuesSchema>;

/** GET …/sources/:id/setup: what whoever sets the other side up needs. Secrets are never shown, only that they are set. */
export const sourceSetupSchema = z.object({
  connector: connectorSchema,
  /** Address for webhooks; null where nothing is sent to an address of ours, or the key was shown once only. */
  url: z.string().nullable(),
  settings: settingValuesSchema,
  secretsSet: z.array(z.string()),
});
export type SourceSetup = z.infer<typeof sourceSetupSchema>;

/** PUT …/sources/:id/settings: a secret that is left out keeps its stored value. */
export const sourceSettingsSchema = z.object({ settings: settingValuesSchema });

/** What could not be read, with the reason. */
export const deadLetterSchema = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  reason: labelSchema,
  attempts: z.int(),
  /** As it arrived; bytes that are no text are shown as U+FFFD. */
  body: z.string(),
  contentType: z.string().nullable(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;
export const deadLettersSchema = z.object({
  letters: z.array(deadLetterSchema),
  total: z.int(),
});

/** POST …/dead-letters/:letter/replay: read again, with another body where one is given. */
export const replaySchema = z.object({ body: plainText(500_000).optional() });
export const replayedSchema = z.object({ replayed: z.int() });

/** POST …/connectors/:name/preview: what a sample would become, without storing anything. */
export const previewRequestSchema = z.object({
  settings: settingValuesSchema.default({}),
  sample: plainText(200_000),
  contentType: z.string().max(100).default("application/json"),
});
export const readingPreviewSchema = z.object({
  events: z.array(rawEventSchema.pick({ type: true, name: true, payload: true })),
  failures: z.array(z.object({ reason: labelSchema })),
  /** What fields the sample has, and what each probably means. */
  columns: z.array(
    z.object({ path: z.string(), example: z.string(), proposed: z.string().nullable() }),
  ),
  /** What a field can mean. */
  targets: z.array(z.object({ name: z.string(), label: labelSchema })),
});
export type ReadingPreview = z.infer<typeof readingPreviewSchema>;

/** POST …/sources/:id/files: a file was stored and is being read. */
export const acceptedFileSchema = z.object({ accepted: z.literal(true) });

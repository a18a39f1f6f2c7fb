import { z } from "zod";
import { apiKeySchema, invitationSchema, memberSchema } from "./access.ts";
import { agentSchema } from "./agents.ts";
import { importRunSchema } from "./imports.ts";
import { historyEntrySchema, viewSchema } from "./records.ts";
import { sourceSchema } from "./touchpoints.ts";

/**
 * What the routes that return all of something answer: an object with one list, so that a field
 * can be added without breaking a reader. Paths are below `/api/w/:workspace`.
 */

/** GET …/members; PATCH …/members/:userId {role}; DELETE …/members/:userId */
export const membersSchema = z.object({ members: z.array(memberSchema) });
/** GET …/invitations; DELETE …/invitations/:id */
export const invitationsSchema = z.object({ invitations: z.array(invitationSchema) });
/** GET …/api-keys; DELETE …/api-keys/:id */
export const apiKeysSchema = z.object({ keys: z.array(apiKeySchema) });
/** GET …/sources; PATCH …/sources/:id {enabled}; DELETE …/sources/:id */
export const sourcesSchema = z.object({ sources: z.array(sourceSchema) });
/** GET …/agents */
export const agentsSchema = z.object({ agents: z.array(agentSchema) });
/** GET …/views?object= */
export const viewsSchema = z.object({ views: z.array(viewSchema) });
/** GET …/imports */
export const importRunsSchema = z.object({ imports: z.array(importRunSchema) });
/** GET …/records/:object/:id/history, newest first */
export const historySchema = z.object({ entries: z.array(historyEntrySchema) });

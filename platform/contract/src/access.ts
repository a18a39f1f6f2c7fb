import { z } from "zod";
import { localeSchema } from "./locale.ts";

export const roleSchema = z.enum(["member", "admin", "owner"]);
export type Role = z.infer<typeof roleSchema>;

export const emailSchema = z.email().max(320);
export const passwordSchema = z.string().min(10).max(200);

/** GET /api/setup: what a visitor without a session must do first. */
export const setupStateSchema = z.object({ needsOwner: z.boolean() });
export type SetupState = z.infer<typeof setupStateSchema>;

/** POST /api/setup: the one-time link from the terminal makes the first owner and signs in. */
export const setupInputSchema = z.object({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(100),
  email: emailSchema,
  password: passwordSchema,
  locale: localeSchema,
});
export type SetupInput = z.infer<typeof setupInputSchema>;

export const workspaceSummarySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    locale: localeSchema,
    isDemo: z.boolean(),
    role: roleSchema,
  })
  .meta({ id: "Workspace" });
export type WorkspaceSummary = z.infer<typeof workspaceSummarySchema>;

/** GET /api/me */
export const meSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  workspaces: z.array(workspaceSummarySchema),
});
export type Me = z.infer<typeof meSchema>;

/** POST /api/workspaces: an empty workspace, or the demo company in one language. */
export const newWorkspaceSchema = z.object({
  name: z.string().trim().min(1).max(100),
  locale: localeSchema,
  start: z.enum(["empty", "demo"]),
});
export type NewWorkspace = z.infer<typeof newWorkspaceSchema>;

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof memberSchema>;

/** POST /api/w/:workspace/invitations → the link is shown once. */
export const newInvitationSchema = z.object({ email: emailSchema, role: roleSchema });
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  expiresAt: z.iso.datetime(),
  acceptedAt: z.iso.datetime().nullable(),
});
export type Invitation = z.infer<typeof invitationSchema>;
export const createdInvitationSchema = invitationSchema.extend({ link: z.string() });

/** GET /api/invitations/:token and POST /api/invitations/:token/accept */
export const invitationOfferSchema = z.object({
  workspace: z.string(),
  workspaceName: z.string(),
  email: z.string(),
  role: roleSchema,
  hasAccount: z.boolean(),
});
export type InvitationOffer = z.infer<typeof invitationOfferSchema>;
/** Who has an account gives its password; who has none also says their name. */
export const acceptInvitationSchema = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  password: passwordSchema,
});

/** GET and POST /api/sign-in-links/:token */
export const signInLinkSchema = z.object({ name: z.string(), email: z.string() });
export const newPasswordSchema = z.object({ password: passwordSchema });

/** API keys act for their maker in one workspace, with a role not above the maker's. */
export const newApiKeySchema = z.object({
  name: z.string().trim().min(1).max(100),
  role: roleSchema,
});
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  start: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
export const createdApiKeySchema = apiKeySchema.extend({ key: z.string() });

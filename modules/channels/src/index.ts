export { channelRoutes } from "./channel-routes.ts";
export { mailChannel } from "./mail/mail-channel.ts";
export { isMailSetUp } from "./mail/mail-settings.ts";
export { channelsMigrations } from "./migrations.ts";

export { channelRoutes } from "./channel-routes.ts";
export { channelsPersonalData } from "./channels-personal-data.ts";
export { dealMailRoutes } from "./deal-mail/deal-mail-routes.ts";
export { mailChannel } from "./mail/mail-channel.ts";
export { isMailSetUp } from "./mail/mail-settings.ts";
export { channelsMigrations } from "./migrations.ts";
export { sentMailProjection } from "./tracking/sent-mail-projection.ts";
export { trackingRoutes } from "./tracking/tracking-routes.ts";

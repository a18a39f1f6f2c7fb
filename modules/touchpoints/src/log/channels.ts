/** NOTIFY channel on which a workspace says, by its id, that events were committed. */
export const eventsChannel = "causeway_events";
/** NOTIFY channel on which a workspace says, by its id, that its sources or keys changed. */
export const sourcesChannel = "causeway_sources";
/** NOTIFY channel for open pages: `{workspace, topic}`. */
export const liveChannel = "causeway_live";

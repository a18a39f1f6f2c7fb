/** Marks a primitive as belonging to one concept, so that ids of different things cannot be swapped. */
export type Brand<Value, Name extends string> = Value & { readonly __brand: Name };

export type WorkspaceId = Brand<string, "WorkspaceId">;
export type UserId = Brand<string, "UserId">;
export type RecordId = Brand<string, "RecordId">;
export type ProfileId = Brand<string, "ProfileId">;
export type EventId = Brand<string, "EventId">;
export type SourceId = Brand<string, "SourceId">;

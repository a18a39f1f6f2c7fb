/** What one source may send, as Segment and RudderStack clients expect it. Sizes in bytes, after unpacking. */
export const limits = {
  eventBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  batchEvents: 2_500,
  messageIdLength: 100,
  nameLength: 200,
  identifierLength: 500,
  /** Nesting of objects and lists inside one event. */
  depth: 40,
} as const;

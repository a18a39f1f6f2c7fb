/**
 * A topic as a person writes it: levels as they are, `+` and a last `#` as MQTT means them, `{name}` for a level whose text
 * is a field of the record, as in `machines/{device}/heartbeat`.
 */
export interface TopicPattern {
  /** What is subscribed to (MQTT 3.1.1, 4.7). */
  readonly filter: string;
  /** The fields of a topic; null for one that does not fit. */
  readonly match: (topic: string) => Readonly<Record<string, string>> | null;
}

/** Null for what is no topic. */
export function parseTopicPattern(text: string): TopicPattern | null {
  const levels = text.split("/");
  const isValid = levels.every(
    (level, place) =>
      level === "+" ||
      (level === "#" && place === levels.length - 1) ||
      /^\{[A-Za-z_]{1,40}\}$/.test(level) ||
      /^[^+#{}\0]*$/.test(level),
  );
  if (!isValid || text === "" || text.length > 400 || text.startsWith("$")) return null;
  return {
    filter: levels.map((level) => (level.startsWith("{") ? "+" : level)).join("/"),
    match: (topic) => matchLevels(levels, topic),
  };
}

function matchLevels(
  levels: readonly string[],
  topic: string,
): Readonly<Record<string, string>> | null {
  const parts = topic.split("/");
  const isOpen = levels.at(-1) === "#";
  if (isOpen ? parts.length < levels.length - 1 : parts.length !== levels.length) return null;
  const fields: Record<string, string> = {};
  for (const [place, level] of levels.entries()) {
    const part = parts[place] ?? "";
    if (level === "#" || level === "+") continue;
    if (level.startsWith("{")) fields[level.slice(1, -1)] = part;
    else if (level !== part) return null;
  }
  return fields;
}

/** The patterns of a setting, one per line; blank lines are none. Null where a line is no topic. */
export function parseTopicPatterns(text: string): readonly TopicPattern[] | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const patterns = lines.filter((line) => line !== "").map(parseTopicPattern);
  return patterns.every((pattern) => pattern !== null) ? patterns : null;
}

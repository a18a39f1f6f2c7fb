/** The topic, in rules, of pages that are about nothing known. */
export const otherTopic = "other";

/**
 * SQL text of a query that gives `wanted` of the first rule of `rules` that fits a page `t` (its `name` and `topic`).
 * `rules` is a table, or a list in a `with`, of `position`, `matches`, `value` and `tier`.
 */
export function holdingRule(wanted: string, rules: string): string {
  return `select ${wanted} from ${rules} rule where case rule.matches
    when 'topic' then coalesce(t.topic, '${otherTopic}') = rule.value
    when 'path-is' then rtrim(lower(t.name), '/') = rule.value
    when 'path-begins' then starts_with(lower(t.name), rule.value)
    when 'path-contains' then strpos(lower(t.name), rule.value) > 0 end
    order by rule.position limit 1`;
}

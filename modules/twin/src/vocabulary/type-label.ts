import type { Label, Tier } from "@causeway/platform-contract";
import { eventWord } from "./event-words.ts";
import { pageTopics } from "./page-topics.ts";

/** What time lines call an event and how important it is; null for a name that the vocabulary does not have. */
export function describeEvent(name: string): { readonly label: Label; readonly tier: Tier } | null {
  const word = eventWord(name);
  return word && { label: word.label, tier: word.tier };
}

const pageWord: Label = { zh: "页面", en: "Page" };

/** The words for a type of touchpoint: an event's name, or `page:` and a topic; undefined for what has none. */
export function typeLabel(type: string): Label | undefined {
  const topic = /^page:(.*)$/.exec(type)?.[1];
  if (topic === undefined) return eventWord(type)?.label;
  const label = pageTopics.find(({ name }) => name === topic)?.label;
  return label && { zh: `${pageWord.zh}：${label.zh}`, en: `${pageWord.en}: ${label.en}` };
}

import type { Label } from "@causeway/platform-contract";
import { eventWord } from "./event-words.ts";
import { pageTopics } from "./page-topics.ts";

const pageWord: Label = { zh: "页面", en: "Page" };

/** The words for a type of touchpoint: an event's name, or `page:` and a topic; undefined for what has none. */
export function typeLabel(type: string): Label | undefined {
  const topic = /^page:(.*)$/.exec(type)?.[1];
  if (topic === undefined) return eventWord(type)?.label;
  const label = pageTopics.find(({ name }) => name === topic)?.label;
  return label && { zh: `${pageWord.zh}：${label.zh}`, en: `${pageWord.en}: ${label.en}` };
}

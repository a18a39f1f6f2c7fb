import { describe, requireCondition } from "@causeway/engine-conditions";
import { readCondition } from "@causeway/module-records";
import { counted, type Label, type PredictionDefinition } from "@causeway/platform-contract";
import { objectNamed, toFieldCatalog } from "@causeway/platform-schema";
import { fieldOf, type ObjectDefinition, type Schema } from "../schema.ts";

/** What is predicted, as a sentence. */
export function outcomeWords(definition: PredictionDefinition, schema: Schema): Label {
  const { outcome } = definition;
  const object = objectNamed(schema, definition.object);
  if (outcome.kind === "leaves") {
    const label = labelOf(object, outcome.field);
    return {
      zh: `${outcome.horizonDays} 天内离开当前${label.zh}`,
      en: `Leaves its ${label.en.toLowerCase()} within ${counted(outcome.horizonDays, "day")}`,
    };
  }
  if (outcome.kind === "number") {
    const label = labelOf(object, outcome.field);
    const when = conditionWords(outcome.when, object, schema);
    return { zh: `${when.zh}时的${label.zh}`, en: `${label.en} once ${when.en}` };
  }
  const when = conditionWords(outcome.condition, object, schema);
  return outcome.horizonDays === null
    ? { zh: `最终${when.zh}`, en: `In the end ${when.en}` }
    : {
        zh: `${outcome.horizonDays} 天内${when.zh}`,
        en: `Within ${counted(outcome.horizonDays, "day")} ${when.en}`,
      };
}

/** Which records are meant, and when in their lives, as a sentence. */
export function populationWords(definition: PredictionDefinition, schema: Schema): Label {
  const object = objectNamed(schema, definition.object);
  const when = momentWords(definition, object);
  const which =
    definition.population === null
      ? { zh: "全部", en: "all" }
      : conditionWords(definition.population, object, schema);
  return {
    zh: `${object.label.zh}（${which.zh}）· ${when.zh}`,
    en: `${object.pluralLabel.en} (${which.en}) · ${when.en}`,
  };
}

function momentWords({ moment }: PredictionDefinition, object: ObjectDefinition): Label {
  switch (moment.kind) {
    case "created": {
      const later = moment.afterDays.filter((days) => days > 0).join(", ");
      const zh = `创建时${later === "" ? "" : `及 ${later} 天后`}`;
      return { zh, en: `when created${later === "" ? "" : ` and ${later} days later`}` };
    }
    case "changed": {
      const label = labelOf(object, moment.field);
      return { zh: `每次${label.zh}变更时`, en: `at each change of ${label.en.toLowerCase()}` };
    }
    case "date": {
      const label = labelOf(object, moment.field);
      const days = moment.offsetDays.join(", ");
      return { zh: `${label.zh}${days} 天`, en: `${label.en} ${days} days` };
    }
    case "monthly":
      return { zh: "每月初", en: "at the beginning of each month" };
  }
}

function labelOf(object: ObjectDefinition, name: string): Label {
  return fieldOf(object, name)?.label ?? { zh: name, en: name };
}

function conditionWords(document: unknown, object: ObjectDefinition, schema: Schema): Label {
  const checked = requireCondition(readCondition(document), toFieldCatalog(schema, object));
  return { zh: describe(checked, { locale: "zh" }), en: describe(checked, { locale: "en" }) };
}

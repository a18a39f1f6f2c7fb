import type { TouchpointKind } from "@causeway/platform-contract";
import { pageTopicChoices } from "../prediction/touchpoint-words.ts";
import { useTexts } from "../texts/text.ts";
import { useEventName } from "../touchpoints/use-event-name.ts";
import { kindIcons } from "../twin/kinds.ts";
import type { WhatForm, WhatKind } from "./rule-form.ts";

const choices = ["topic", "path", "event", "kind"] as const;

interface WhatFieldProps {
  readonly label: string;
  readonly what: WhatForm;
  readonly onChange: (what: WhatForm) => void;
}

/** What somebody does: of which sort, and which. */
export function WhatField({ label, what, onChange }: WhatFieldProps) {
  const { t, label: words } = useTexts();
  const eventName = useEventName();
  const first = (by: WhatKind): WhatForm => {
    if (by === "custom") return what;
    return { by, value: by === "topic" ? "pricing" : by === "kind" ? "web" : "" };
  };
  return (
    <>
      <select
        className="input"
        aria-label={label}
        value={what.by}
        onChange={({ target }) => onChange(first(target.value as WhatKind))}
      >
        {what.by === "custom" && <option value="custom">{t("weights.custom")}</option>}
        {choices.map((by) => (
          <option key={by} value={by}>
            {t(`weights.${by}`)}
          </option>
        ))}
      </select>
      {(what.by === "path" || what.by === "event") && (
        <input
          className="input"
          aria-label={t(`weights.${what.by}`)}
          list={what.by === "event" ? "weight-events" : undefined}
          placeholder={what.by === "path" ? "/pricing" : "Document Downloaded"}
          value={what.value}
          onChange={({ target }) => onChange({ ...what, value: target.value })}
        />
      )}
      {what.by === "event" && eventName(what.value) !== what.value && (
        <span className="t12 t3">{eventName(what.value)}</span>
      )}
      {what.by === "topic" && (
        <select
          className="input"
          aria-label={t("weights.topic")}
          value={what.value}
          onChange={({ target }) => onChange({ ...what, value: target.value })}
        >
          {Object.entries(pageTopicChoices).map(([topic, name]) => (
            <option key={topic} value={topic}>
              {words(name)}
            </option>
          ))}
        </select>
      )}
      {what.by === "kind" && (
        <select
          className="input"
          aria-label={t("weights.kind")}
          value={what.value}
          onChange={({ target }) => onChange({ ...what, value: target.value })}
        >
          {Object.keys(kindIcons).map((kind) => (
            <option key={kind} value={kind}>
              {t(`twin.${kind as TouchpointKind}`)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

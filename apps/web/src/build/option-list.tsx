import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useRef } from "react";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import { moveRow, type OptionRow } from "./option-rows.ts";

interface OptionListProps {
  readonly rows: readonly OptionRow[];
  /** Values that cannot go. */
  readonly kept: readonly string[];
  readonly onChange: (rows: readonly OptionRow[]) => void;
}

/** Options in their order, each with its names; they are renamed, moved, added and removed. */
export function OptionList({ rows, kept, onChange }: OptionListProps) {
  const { t } = useTexts();
  const made = useRef(0);
  const set = (at: number, change: Partial<OptionRow>) =>
    onChange(rows.map((row, place) => (place === at ? { ...row, ...change } : row)));
  return (
    <div className="option-list">
      <ol>
        {rows.map((row, at) => {
          const isKept = row.value !== null && kept.includes(row.value);
          return (
            <li key={row.key} className="row">
              <input
                className="input"
                aria-label={t("build.optionZh", { count: at + 1 })}
                placeholder={t("shell.zh")}
                maxLength={200}
                value={row.zh}
                onChange={(event) => set(at, { zh: event.target.value })}
              />
              <input
                className="input"
                aria-label={t("build.optionEn", { count: at + 1 })}
                placeholder={row.zh || t("shell.en")}
                maxLength={200}
                value={row.en}
                onChange={(event) => set(at, { en: event.target.value })}
              />
              <button
                type="button"
                className="button quiet icon"
                aria-label={`${t("build.optionUp")}: ${row.zh || row.en}`}
                disabled={at === 0}
                onClick={() => onChange(moveRow(rows, at, -1))}
              >
                <Icon of={ArrowUp} size={14} />
              </button>
              <button
                type="button"
                className="button quiet icon"
                aria-label={`${t("build.optionDown")}: ${row.zh || row.en}`}
                disabled={at === rows.length - 1}
                onClick={() => onChange(moveRow(rows, at, 1))}
              >
                <Icon of={ArrowDown} size={14} />
              </button>
              <button
                type="button"
                className="button quiet icon"
                aria-label={`${t("shell.remove")}: ${row.zh || row.en}`}
                title={isKept ? t("build.optionKept") : t("shell.remove")}
                disabled={isKept}
                onClick={() => onChange(rows.filter((_, place) => place !== at))}
              >
                <Icon of={X} size={14} />
              </button>
            </li>
          );
        })}
      </ol>
      <button
        type="button"
        className="button quiet"
        onClick={() => {
          made.current += 1;
          const key = `new ${made.current}`;
          onChange([...rows, { key, value: null, zh: "", en: "", color: undefined }]);
        }}
      >
        <Icon of={Plus} size={14} />
        {t("build.addOption")}
      </button>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { schemaQuery, searchQuery } from "../api/record-queries.ts";
import { Icon } from "../parts/icon.tsx";
import { type Translate, useTexts } from "../texts/text.ts";
import { matchItems, moveCursor, type PaletteItem, recordItems } from "./palette-items.ts";
import { railEntries } from "./rail-entries.ts";

function pagesAndActions(workspace: string, t: Translate): readonly PaletteItem[] {
  const base = `/w/${workspace}`;
  const page = (title: string, path: string): PaletteItem => ({
    key: path,
    group: "pages",
    title,
    path: `${base}/${path}`,
    words: [path],
  });
  const action = (title: string, path: string): PaletteItem => ({
    ...page(title, path),
    key: `action ${path}`,
    group: "actions",
  });
  return [
    ...railEntries.map((entry) => page(t(entry.name), entry.path)),
    page(t("records.contacts"), "customers/contact"),
    page(t("records.leads"), "customers/lead"),
    page(t("heatMap.title"), "touchpoints/heat-map"),
    page(t("weights.title"), "touchpoints/weights"),
    page(t("identity.title"), "touchpoints/identity"),
    page(t("plan.tab"), "touchpoints/plan"),
    page(t("touchpoints.worthTitle"), "touchpoints/worth"),
    page(t("forecast.title"), "insight/forecast"),
    page(t("forecast.renewalsTitle"), "insight/renewals"),
    page(t("parameters.title"), "insight/parameters"),
    page(t("build.imports"), "build/imports"),
    page(t("shell.settings"), "settings"),
    action(t("workbench.importFile"), "build/imports/new"),
    action(t("touchpoints.newSource"), "touchpoints?event=new"),
    action(t("settings.invite"), "settings?section=members"),
  ];
}

const groupTexts = {
  records: "shell.searchRecords",
  pages: "shell.searchPages",
  actions: "shell.searchActions",
} as const;

function useItems(text: string): readonly PaletteItem[] {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const { data: found } = useQuery(searchQuery(id, text));
  const nameOf = (name: string) => {
    const object = schema?.objects.find((each) => each.name === name);
    return object ? label(object.label) : name;
  };
  const records = text.trim() === "" ? [] : recordItems(found, id, nameOf);
  return [...records, ...matchItems(pagesAndActions(id, t), text)];
}

/** Records, pages and actions from anywhere: type, arrow, Enter. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [cursor, setCursor] = useState(0);
  const items = useItems(useDeferredValue(text));
  const listId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const open = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    void navigate({ href: item.path });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setCursor((at) => moveCursor(at, step, items.length));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      open(items[cursor]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={t("shell.search")}
      onClose={onClose}
    >
      <div className="palette-input">
        <Icon of={Search} />
        <input
          value={text}
          placeholder={t("shell.searchPlaceholder")}
          aria-label={t("shell.searchPlaceholder")}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={`${listId}-${cursor}`}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="t12 t3">{t("shell.searchHint")}</span>
      </div>
      <div className="palette-list scroll" role="listbox" id={listId} tabIndex={-1}>
        {items.map((item, index) => (
          <div key={item.key}>
            {item.group !== items[index - 1]?.group && (
              <div className="palette-group" role="presentation">
                {t(groupTexts[item.group])}
              </div>
            )}
            <button
              type="button"
              role="option"
              id={`${listId}-${index}`}
              aria-selected={index === cursor}
              className="palette-item"
              tabIndex={-1}
              onMouseMove={() => setCursor(index)}
              onClick={() => open(item)}
            >
              <span className="cut">{item.title}</span>
              {item.detail !== undefined && <span className="t12 t3 cut">{item.detail}</span>}
            </button>
          </div>
        ))}
        {items.length === 0 && <p className="palette-group">{t("shell.searchEmpty", { text })}</p>}
      </div>
    </dialog>
  );
}

import { type ConsentPurpose, purposeWords } from "@causeway/platform-contract";
import { Download } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { query } from "../api/client.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import type { ListState } from "./list-state.ts";

interface ExportProps {
  readonly object: string;
  readonly state: ListState;
}

const people = new Set(["contact", "lead"]);
const purposes = Object.keys(purposeWords) as ConsentPurpose[];

function useExportPath({ object, state }: ExportProps) {
  const { id } = useWorkspace();
  const { filter, search, sort } = state.query;
  return (consent: { readonly consent?: string; readonly without?: string }) =>
    `/api/w/${id}/records/${object}/export.csv${query({
      filter: filter === undefined ? undefined : JSON.stringify(filter),
      search,
      sort: sort?.field,
      direction: sort?.direction,
      columns: state.columns.filter((name) => !name.startsWith("$")).join(","),
      ...consent,
    })}`;
}

/** Asks what the file is for: who said no to that is left out, or marked. */
function ExportDialog({ onClose, ...list }: ExportProps & { readonly onClose: () => void }) {
  const { t, label } = useTexts();
  const path = useExportPath(list);
  const [purpose, setPurpose] = useState<ConsentPurpose | "">("marketing");
  const [without, setWithout] = useState("omit");
  return (
    <Dialog title={t("records.export")} onClose={onClose}>
      <div className="dialog-body">
        <p className="t13 t2">{t("records.exportConsent")}</p>
        <FormField label={t("records.exportPurpose")}>
          <select
            className="input"
            value={purpose}
            onChange={(event) => setPurpose(event.target.value as ConsentPurpose | "")}
          >
            {purposes.map((each) => (
              <option key={each} value={each}>
                {label(purposeWords[each])}
              </option>
            ))}
            <option value="">{t("records.exportInside")}</option>
          </select>
        </FormField>
        {purpose !== "" && (
          <FormField label={t("records.exportWithout")}>
            <select
              className="input"
              value={without}
              onChange={(event) => setWithout(event.target.value)}
            >
              <option value="omit">{t("records.exportOmit")}</option>
              <option value="mark">{t("records.exportMark")}</option>
            </select>
          </FormField>
        )}
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {t("shell.cancel")}
        </button>
        <a
          className="button primary"
          href={path(purpose === "" ? {} : { consent: purpose, without })}
          download
          onClick={onClose}
        >
          {t("records.exportFile")}
        </a>
      </footer>
    </Dialog>
  );
}

/** The list as a file; where its records are people, after a word about what it is for. */
export function ExportButton(list: ExportProps) {
  const { t } = useTexts();
  const path = useExportPath(list);
  const [asking, setAsking] = useState(false);
  const look = {
    className: "button icon",
    "aria-label": t("records.export"),
    title: t("records.export"),
  };
  if (!people.has(list.object)) {
    return (
      <a {...look} href={path({})} download>
        <Icon of={Download} size={14} />
      </a>
    );
  }
  return (
    <>
      <button type="button" {...look} onClick={() => setAsking(true)}>
        <Icon of={Download} size={14} />
      </button>
      {asking && <ExportDialog {...list} onClose={() => setAsking(false)} />}
    </>
  );
}

import { Upload } from "lucide-react";
import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { Progress } from "../parts/progress.tsx";
import { useTexts } from "../texts/text.ts";

interface ImportDropProps {
  /** How much of a file has left, from 0 to 1; undefined while none is on its way. */
  readonly sent: number | undefined;
  readonly onCancel: () => void;
  readonly onFile: (file: File) => void;
}

/** A file on its way: how far it is, and the way back. */
function Sending({ sent, onCancel }: { readonly sent: number; readonly onCancel: () => void }) {
  const { t } = useTexts();
  return (
    <div className="drop sending">
      <b>{t("build.uploading")}</b>
      <Progress label={t("build.uploading")} done={sent} total={1} />
      <div className="row">
        <button type="button" className="button" onClick={onCancel}>
          {t("shell.cancel")}
        </button>
        {sent === 1 && <span className="t13 t3">{t("build.sentAll")}</span>}
      </div>
    </div>
  );
}

/** Takes a file by drop or by dialog. */
export function ImportDrop({ sent, onCancel, onFile }: ImportDropProps) {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  if (sent !== undefined) return <Sending sent={sent} onCancel={onCancel} />;
  return (
    <label
      className={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <Icon of={Upload} />
      <b>{t("build.dropFile")}</b>
      <span className="t13 t3">{t("build.dropHint")}</span>
      <input
        type="file"
        className="visually-hidden"
        accept=".xlsx,.csv,.tsv,.txt,.gz,text/csv,text/plain"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
        }}
      />
    </label>
  );
}

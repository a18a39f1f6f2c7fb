import { Upload } from "lucide-react";
import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";

interface ImportDropProps {
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** Takes a file by drop or by dialog. */
export function ImportDrop({ busy, onFile }: ImportDropProps) {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
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
      <b>{busy ? t("build.uploading") : t("build.dropFile")}</b>
      <span className="t13 t3">{t("build.dropHint")}</span>
      <input
        type="file"
        className="visually-hidden"
        accept=".xlsx,.csv,.tsv,.txt,.gz,text/csv,text/plain"
        disabled={busy}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
        }}
      />
    </label>
  );
}

import type { ImportDraft } from "@causeway/platform-contract";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";
import { encodingName } from "./encoding-name.ts";

/** How the text of the file is written: each way with the words as they read in it, so that one sees which is right. */
export function EncodingSelect({
  draft,
  busy,
  onEncoding,
}: {
  readonly draft: ImportDraft;
  readonly busy: boolean;
  readonly onEncoding: (encoding: string) => void;
}) {
  const { t } = useTexts();
  return (
    <FormField label={t("build.encoding")}>
      <select
        className="input"
        disabled={busy}
        value={draft.encoding}
        onChange={({ target }) => onEncoding(target.value)}
      >
        {draft.readings.map(({ encoding, text }) => (
          <option key={encoding} value={encoding}>
            {t("build.encodingReads", { encoding: encodingName(encoding), text })}
          </option>
        ))}
      </select>
    </FormField>
  );
}

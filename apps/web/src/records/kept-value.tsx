import { Lock } from "lucide-react";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";

/** Stands where a value may be that this reader's role does not see. */
export function KeptValue() {
  const { t } = useTexts();
  return (
    <span className="kept t3">
      <Icon of={Lock} size={12} /> {t("records.kept")}
    </span>
  );
}

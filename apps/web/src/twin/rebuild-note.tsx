import { History } from "lucide-react";
import { formatMoment } from "../format/dates.ts";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";

/** Says that touchpoints are being computed again, and that what stands here is not all; nothing when they are whole. */
export function RebuildNote({ since }: { readonly since: string | null | undefined }) {
  const { t, locale } = useTexts();
  if (since == null) return null;
  return (
    <p className="rebuild-note t13 warn" role="status">
      <Icon of={History} size={14} />
      <span>
        {t("twin.rebuilding", { since: formatMoment(new Date(since), locale, new Date()) })}
      </span>
    </p>
  );
}

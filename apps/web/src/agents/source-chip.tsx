import type { SourceReference } from "@causeway/platform-contract";
import { Building2, CircleDot, type LucideIcon, Radio, Target } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { formatMoment } from "../format/dates.ts";
import { Icon } from "../parts/icon.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

const icons: Readonly<Record<SourceReference["kind"], LucideIcon>> = {
  event: CircleDot,
  record: Building2,
  score: Target,
  signal: Radio,
};

interface SourceChipProps {
  readonly source: SourceReference;
  /** Opens an event or a score beside the sentence; records have a page of their own. */
  readonly onOpen?: ((source: SourceReference) => void) | undefined;
}

/** What a sentence rests on, with its date; a click opens it. */
export function SourceChip({ source, onOpen }: SourceChipProps) {
  const { locale, label } = useTexts();
  const { id } = useWorkspace();
  const content = (
    <>
      <Icon of={icons[source.kind]} size={12} />
      <span className="cut">
        {label(source.label)} {formatMoment(new Date(source.at), locale, new Date())}
      </span>
    </>
  );
  if (source.kind === "record") {
    return (
      <PathLink path={`/w/${id}/records/${source.object}/${source.id}`} className="chip">
        {content}
      </PathLink>
    );
  }
  if (!onOpen || source.kind === "signal") return <span className="chip">{content}</span>;
  return (
    <button
      type="button"
      className="chip"
      onClick={(event) => {
        event.stopPropagation();
        onOpen(source);
      }}
    >
      {content}
    </button>
  );
}

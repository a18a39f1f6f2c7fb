import type { ImportDraft, ImportMap, SchemaDocument } from "@causeway/platform-contract";
import { useWorkspace } from "../access/session.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { objectNamed } from "../records/schema-fields.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { encodingName } from "./encoding-name.ts";
import { type FileWish, ImportChoices } from "./import-choices.tsx";
import { ImportColumn } from "./import-column.tsx";
import { ownTimeZone, targetsOf } from "./import-map.ts";

interface ImportMappingProps {
  readonly schema: SchemaDocument;
  readonly draft: ImportDraft;
  readonly map: ImportMap | null;
  readonly busy: boolean;
  readonly onChange: (map: ImportMap) => void;
  readonly onObject: (object: string) => void;
  readonly onReread: ((wish: FileWish) => void) | undefined;
  readonly onPreview: (map: ImportMap) => void;
  /** Removes the file with all its rows. */
  readonly onDiscard: () => void;
}

/** What was found in the file, and what is known of it from before. */
function DraftFacts({ draft }: { readonly draft: ImportDraft }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { repeats, sameAs, encoding, separator, sheet } = draft;
  const rows = formatNumber(draft.rowCount, locale);
  const when = (at: string) => formatMoment(new Date(at), locale, new Date());
  return (
    <>
      <p className="t13 t2">
        {sheet === null
          ? t("build.fileFacts", {
              rows,
              encoding: encodingName(encoding),
              separator: separator === "\t" ? "Tab" : separator,
            })
          : t("build.sheetFacts", { rows, sheet })}
      </p>
      {sameAs && (
        <p className="t13 warn" role="status">
          {t("build.sameAs", { when: when(sameAs.at), created: sameAs.created })}{" "}
          <PathLink path={`/w/${id}/build/imports/${sameAs.id}`}>{t("build.sameAsOpen")}</PathLink>
        </p>
      )}
      {repeats && (
        <p className="t12 t3">
          {t("build.repeats", { file: repeats.fileName, when: when(repeats.at) })}
        </p>
      )}
      <p className="t12 t3">{t("build.draftEnds", { when: when(draft.expiresAt) })}</p>
    </>
  );
}

/** Which column becomes which field; the server's guess is where it begins. */
export function ImportMapping(props: ImportMappingProps) {
  const { schema, draft, map, busy, onChange, onPreview, onDiscard } = props;
  const { t, locale } = useTexts();
  const chosen: ImportMap = map ?? { object: schema.objects[0]?.name ?? "account", columns: [] };
  const targets = targetsOf(objectNamed(schema, chosen.object), chosen);
  const filledFields = new Set(chosen.columns.map(({ field }) => field));
  // Spreadsheets keep columns that were formatted once and never filled.
  const filled = draft.columns.filter(({ samples }) => samples.length > 0);
  const shown = filled.length > 0 ? filled : draft.columns;
  const isHeadAlone = draft.rowCount === 0;
  return (
    <>
      <DraftFacts draft={draft} />
      {!draft.encodingSure && (
        <p className="t13 warn" role="status">
          {t("build.encodingDoubt")}
        </p>
      )}
      {isHeadAlone && (
        <p className="t13 warn" role="status">
          {t(draft.sheets.length > 1 ? "build.headAloneSheet" : "build.headAlone")}
        </p>
      )}
      <ImportChoices {...props} map={chosen} targets={targets} />
      <table className="plain mapping">
        <thead>
          <tr>
            <th>{t("build.column")}</th>
            <th>{t("build.samples")}</th>
            <th>{t("build.field")}</th>
            <th>{t("build.matchBy")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column) => (
            <ImportColumn
              key={column.name}
              draft={draft}
              place={draft.columns.indexOf(column)}
              map={chosen}
              targets={targets}
              schema={schema}
              onChange={onChange}
            />
          ))}
        </tbody>
      </table>
      {shown.length < draft.columns.length && (
        <p className="t12 t3">
          {t("build.emptyColumns", {
            count: formatNumber(draft.columns.length - shown.length, locale),
          })}
        </p>
      )}
      {targets.some(({ isTime, name }) => isTime && filledFields.has(name)) && (
        <p className="t12 t3">{t("build.ownZone", { zone: ownTimeZone() })}</p>
      )}
      <div className="row import-foot">
        <button
          type="button"
          className="button primary"
          disabled={busy || isHeadAlone || chosen.columns.length === 0}
          onClick={() => {
            onChange(chosen);
            onPreview(chosen);
          }}
        >
          {t("build.preview")}
        </button>
        <button type="button" className="button" disabled={busy} onClick={onDiscard}>
          {t("build.discardDraft")}
        </button>
        {chosen.columns.length === 0 && !isHeadAlone && (
          <span className="t12 t3">{t("build.mapNothing")}</span>
        )}
      </div>
    </>
  );
}

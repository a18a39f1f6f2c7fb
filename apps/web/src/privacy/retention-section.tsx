import type {
  Retention,
  RetentionPreview,
  RetentionRule,
  RetentionScope,
} from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { formatDay, formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ObjectOptions } from "../records/object-options.tsx";
import { useTexts } from "../texts/text.ts";
import { useEventName } from "../touchpoints/use-event-name.ts";
import { RetentionDue } from "./retention-due.tsx";
import { scopeWords, retentionWords as words } from "./retention-words.ts";

type Due = Pick<RetentionPreview["events"][number], "count" | "oldest" | "newest">;
type SetRule = (rule: RetentionRule) => void;

interface RowProps {
  readonly name: string;
  readonly hint: string;
  readonly days: number;
  readonly due: Due | undefined;
  readonly onRemove?: (() => void) | undefined;
}

function RuleRow({ name, hint, days, due, onRemove }: RowProps) {
  const { label, locale } = useTexts();
  const day = (moment: string | null | undefined) =>
    moment ? formatDay(new Date(moment), locale, new Date()) : "";
  return (
    <tr>
      <td>
        {name} <small className="t3">{hint}</small>
      </td>
      <td className="number">{formatNumber(days, locale)}</td>
      <td className="number">{due ? formatNumber(due.count, locale) : ""}</td>
      <td className="nowrap t3">{day(due?.oldest)}</td>
      <td className="nowrap t3">{day(due?.newest)}</td>
      <td className="right">
        {onRemove && (
          <button type="button" className="button quiet" onClick={onRemove}>
            {label(words.remove)}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Days for all other events, or for the records of an object. */
function AddRule({ onSet }: { readonly onSet: SetRule }) {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const [object, setObject] = useState("");
  const [scope, setScope] = useState<RetentionScope>("deleted");
  const [days, setDays] = useState("");
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        const rule = { days: Number(days) };
        onSet(
          object === "" ? { kind: "events", ...rule } : { kind: "records", object, scope, ...rule },
        );
        setDays("");
      }}
    >
      <select
        className="input"
        aria-label={label(words.object)}
        value={object}
        onChange={(event) => setObject(event.target.value)}
      >
        <option value="">{label(words.others)}</option>
        <ObjectOptions schema={schema} plural />
      </select>
      {object !== "" && (
        <select
          className="input"
          aria-label={label(words.scope)}
          value={scope}
          onChange={(event) => setScope(event.target.value as RetentionScope)}
        >
          <option value="deleted">{label(scopeWords.deleted)}</option>
          <option value="all">{label(scopeWords.all)}</option>
        </select>
      )}
      <input
        className="input days"
        type="number"
        min={1}
        max={36_500}
        required
        aria-label={label(words.days)}
        placeholder={label(words.days)} // what is to be typed into the empty field
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      <button type="submit" className="button">
        {label(words.add)}
      </button>
    </form>
  );
}

function Rules({
  rules,
  preview,
  onSet,
}: {
  readonly rules: Retention;
  readonly preview: RetentionPreview | undefined;
  readonly onSet: SetRule;
}) {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const eventName = useEventName();
  const objectLabel = (name: string) => {
    const object = schema?.objects.find((each) => each.name === name);
    return object ? label(object.pluralLabel) : name;
  };
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{label(words.what)}</th>
          <th className="number">{label(words.days)}</th>
          <th className="number">{label(words.due)}</th>
          <th>{label(words.oldest)}</th>
          <th>{label(words.newest)}</th>
          <th>
            <span className="visually-hidden">{label(words.remove)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.events.map(({ name, days }) => (
          <RuleRow
            key={`event ${name}`}
            name={name === null ? label(words.others) : eventName(name)}
            hint={name === null ? "" : label(words.events)}
            days={days}
            due={preview?.events.find((each) => each.name === name)}
            onRemove={name === null ? () => onSet({ kind: "events", days: null }) : undefined}
          />
        ))}
        {rules.records.map(({ object, scope, days }) => (
          <RuleRow
            key={`${object} ${scope}`}
            name={objectLabel(object)}
            hint={label(scopeWords[scope])}
            days={days}
            due={preview?.records.find((each) => each.object === object && each.scope === scope)}
            onRemove={() => onSet({ kind: "records", object, scope, days: null })}
          />
        ))}
      </tbody>
    </table>
  );
}

/** How long what is kept; a dry run says what would go now. */
export function RetentionSection() {
  const { label, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const key = ["w", id, "privacy", "retention"];
  const path = `/api/w/${id}/privacy/retention`;
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask("retentionSchema", path, { signal }),
  });
  const dryRun = useMutation({
    mutationFn: () => ask("retentionPreviewSchema", `${path}/preview`),
  });
  const save = useMutation({
    mutationFn: (body: RetentionRule) => ask("retentionSchema", path, { method: "PUT", body }),
    onSuccess: (answer) => {
      client.setQueryData(key, answer);
      dryRun.reset();
    },
  });
  const problem = error ?? save.error ?? dryRun.error;
  const hasRules = data !== undefined && data.events.length + data.records.length > 0;
  return (
    <section className="setting wide">
      <h2>{label(words.title)}</h2>
      <p className="t12 t3">{label(words.hint)}</p>
      {problem && <ProblemBox error={problem} />}
      {!data && !error && <Skeleton />}
      {hasRules && <Rules rules={data} preview={dryRun.data} onSet={save.mutate} />}
      {data && dryRun.data && (
        <RetentionDue preview={dryRun.data} runs={data.runs} onRan={dryRun.reset} />
      )}
      <div className="row">
        <AddRule onSet={save.mutate} />
        {hasRules && (
          <button
            type="button"
            className="button"
            disabled={dryRun.isPending}
            onClick={() => dryRun.mutate()}
          >
            {label(words.look)}
          </button>
        )}
      </div>
      {data && data.runs.length > 0 && (
        <>
          <h3>{label(words.runs)}</h3>
          <ul className="t12 t3 runs">
            {data.runs.map((run) => (
              <li key={run.at}>
                {formatMoment(new Date(run.at), locale, new Date())} ·{" "}
                {label(words.ran)
                  .replace("{events}", formatNumber(run.events, locale))
                  .replace("{records}", formatNumber(run.records, locale))
                  .replace("{partitions}", formatNumber(run.partitions, locale))}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

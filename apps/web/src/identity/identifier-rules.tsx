import type { IdentityPreview, IdentityRules } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { identityRulesQuery } from "../api/identity-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { FormField } from "../parts/form-field.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";
import { MailboxExceptions } from "./mailbox-exceptions.tsx";
import { NumberPreview } from "./number-preview.tsx";
import { NumberRules } from "./number-rules.tsx";

interface EditProps {
  readonly rules: IdentityRules;
  readonly mayEdit: boolean;
  readonly onChange: (rules: IdentityRules) => void;
}

function NameKinds({ rules, mayEdit, onChange }: EditProps) {
  const { t } = useTexts();
  const raise = (place: number) => {
    const names = [...rules.names];
    const [moved] = names.splice(place, 1);
    if (moved) names.splice(place - 1, 0, moved);
    onChange({ ...rules, names });
  };
  const limit = (place: number, value: number) =>
    onChange({
      ...rules,
      names: rules.names.map((one, at) => (at === place ? { ...one, limit: value } : one)),
    });
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("identity.kind")}</th>
          <th>{t("identity.limit")}</th>
          <th aria-label={t("identity.raise")} />
        </tr>
      </thead>
      <tbody>
        {rules.names.map(({ kind, limit: most }, place) => (
          <tr key={kind}>
            <td>{fieldWord(t, kind)}</td>
            <td>
              <input
                className="input number-input"
                type="number"
                min={1}
                max={1000}
                disabled={!mayEdit}
                aria-label={`${t("identity.limit")}: ${fieldWord(t, kind)}`}
                value={most}
                onChange={(event) => limit(place, Number(event.target.value))}
              />
            </td>
            <td>
              {place > 0 && mayEdit && (
                <button
                  type="button"
                  className="button quiet icon"
                  aria-label={`${t("identity.raise")}: ${fieldWord(t, kind)}`}
                  onClick={() => raise(place)}
                >
                  <Icon of={ArrowUp} size={14} />
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const lists = [
  { name: "blocked", hint: "identity.blockedHint" },
  { name: "virtualPhones", hint: "identity.virtualHint" },
  { name: "freeMail", hint: undefined },
  { name: "roleMailboxes", hint: "identity.roleMailboxesHint" },
] as const;
const numbers = ["sessionMinutes", "kioskPeople", "kioskMinutes"] as const;

function Lists({
  rules,
  mayEdit,
  onChange,
  children,
}: EditProps & { readonly children: ReactNode }) {
  const { t } = useTexts();
  return (
    <>
      {lists.map(({ name, hint }) => (
        <FormField key={name} label={t(`identity.${name}`)} hint={hint && t(hint)}>
          <textarea
            className="input"
            rows={3}
            disabled={!mayEdit}
            value={rules[name].join("\n")}
            onChange={(event) => onChange({ ...rules, [name]: event.target.value.split("\n") })}
          />
        </FormField>
      ))}
      {children}
      <div className="row thresholds">
        {numbers.map((name) => (
          <FormField key={name} label={t(`identity.${name}`)}>
            <input
              className="input number-input"
              type="number"
              min={0}
              disabled={!mayEdit}
              value={rules[name]}
              onChange={(event) => onChange({ ...rules, [name]: Number(event.target.value) })}
            />
          </FormField>
        ))}
      </div>
    </>
  );
}

const changes = [
  { change: "joined", title: "identity.joinedSample" },
  { change: "split", title: "identity.splitSample" },
] as const;

function Preview({ preview }: { readonly preview: IdentityPreview }) {
  const { t, locale } = useTexts();
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <p className="t13">
        {t("identity.previewSays", {
          events: number(preview.events),
          before: number(preview.peopleBefore),
          after: number(preview.peopleAfter),
          joined: number(preview.joined),
          split: number(preview.split),
        })}
      </p>
      {!preview.isWhole && <p className="t12 t3">{t("identity.previewPart")}</p>}
      {changes.map(({ change, title }) => {
        const found = preview.samples.filter((sample) => sample.change === change);
        if (found.length === 0) return null;
        return (
          <section key={change} className="changed-people">
            <h3>{t(title)}</h3>
            <ul>
              {found.map(({ people }) => (
                <li key={people.map(({ value }) => value).join(" ")}>
                  {people.map(({ kind, value }) => (
                    <span key={`${kind} ${value}`} className="chip">
                      <span className="t3">{fieldWord(t, kind)}</span> {value}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {preview.numbers.map((found) => (
        <NumberPreview key={`${found.kind} ${found.object} ${found.field}`} found={found} />
      ))}
    </>
  );
}

/** Blank lines are no values. */
function cleaned(rules: IdentityRules): IdentityRules {
  const lines = (list: readonly string[]) =>
    list.map((line) => line.trim()).filter((line) => line !== "");
  return {
    ...rules,
    blocked: lines(rules.blocked),
    virtualPhones: lines(rules.virtualPhones),
    freeMail: lines(rules.freeMail),
    roleMailboxes: lines(rules.roleMailboxes),
  };
}

function RulesForm({ saved }: { readonly saved: IdentityRules }) {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const client = useQueryClient();
  const mayEdit = isAtLeast(role, "admin");
  const [rules, setRules] = useState(saved);
  const [seen, setSeen] = useState<IdentityRules | null>(null);
  const preview = useMutation({
    mutationFn: (body: IdentityRules) =>
      ask("identityPreviewSchema", `/api/w/${id}/identity/rules/preview`, { body: cleaned(body) }),
    onSuccess: (_, body) => setSeen(body),
  });
  const save = useMutation({
    mutationFn: (body: IdentityRules) =>
      tell(`/api/w/${id}/identity/rules`, { method: "PUT", body: cleaned(body) }),
    onSuccess: async () => {
      toasts.show({ text: t("identity.rulesSaved") }, Date.now());
      setSeen(null);
      await client.invalidateQueries({ queryKey: ["w", id] });
    },
  });
  const isSeen = seen === rules;
  return (
    <div className="identity-columns">
      <div>
        <h2>{t("identity.kinds")}</h2>
        <NameKinds rules={rules} mayEdit={mayEdit} onChange={setRules} />
        <Lists rules={rules} mayEdit={mayEdit} onChange={setRules}>
          <MailboxExceptions onChange={() => setSeen(null)} />
        </Lists>
        <NumberRules
          lines={rules.companyNumbers}
          mayEdit={mayEdit}
          onChange={(companyNumbers) => setRules({ ...rules, companyNumbers })}
        />
        {mayEdit && (
          <div className="row">
            <button
              type="button"
              className={isSeen ? "button" : "button primary"}
              disabled={preview.isPending || rules === saved}
              onClick={() => preview.mutate(rules)}
            >
              {t("identity.preview")}
            </button>
            <button
              type="button"
              className={isSeen ? "button primary" : "button"}
              disabled={!isSeen || save.isPending}
              onClick={() => save.mutate(rules)}
            >
              {t("identity.saveRules")}
            </button>
          </div>
        )}
      </div>
      <section className="identity-result" aria-live="polite" aria-label={t("identity.result")}>
        <h2>{t("identity.result")}</h2>
        {(preview.error ?? save.error) && <ProblemBox error={preview.error ?? save.error} />}
        {!isSeen && (
          <p className="t13 t3" role="status">
            {t(preview.isPending ? "identity.previewing" : "identity.dryRunFirst")}
          </p>
        )}
        {preview.data && seen !== null && <Preview preview={preview.data} />}
      </section>
    </div>
  );
}

/** Which identifiers name a person and how many of each, what names nobody, and what shared devices say. */
export function IdentifierRules() {
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(identityRulesQuery(id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  return <RulesForm key={data.version} saved={data.rules} />;
}

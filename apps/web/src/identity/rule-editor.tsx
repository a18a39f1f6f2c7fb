import type { MatchingRules } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { formatNumber } from "../format/numbers.ts";
import { FormField } from "../parts/form-field.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { DryRunResult } from "./dry-run-result.tsx";
import { fieldWord, kindTexts } from "./identity-words.ts";
import {
  changeField,
  type Draft,
  draftOf,
  isComplete,
  type Template,
  templates,
  templateTexts,
  toggleInSet,
  withField,
  withoutField,
} from "./rule-draft.ts";

type Known = MatchingRules["fields"];
const kinds = Object.keys(kindTexts) as (keyof typeof kindTexts)[];

interface EditProps {
  readonly draft: Draft;
  readonly known: Known;
  readonly onChange: (draft: Draft) => void;
}

function FieldRows({ draft, known, onChange }: EditProps) {
  const { t, locale } = useTexts();
  const people = new Map(known.map((one) => [one.field, one.people]));
  const unused = known.filter(({ field }) => !draft.fields.some((one) => one.field === field));
  return (
    <>
      <table className="plain" hidden={draft.fields.length === 0}>
        <thead>
          <tr>
            <th>{t("identity.field")}</th>
            <th>{t("identity.compareAs")}</th>
            <th>{t("identity.mostSharing")}</th>
            <th aria-label={t("identity.removeField")} />
          </tr>
        </thead>
        <tbody>
          {draft.fields.map(({ field, kind, mostSharing }) => (
            <tr key={field}>
              <td>
                {fieldWord(t, field)}{" "}
                <small className="t3">
                  {t("identity.peopleHave", {
                    count: people.get(field) ?? 0,
                    shown: formatNumber(people.get(field) ?? 0, locale),
                  })}
                </small>
              </td>
              <td>
                <select
                  className="input"
                  aria-label={`${t("identity.compareAs")}: ${fieldWord(t, field)}`}
                  value={kind}
                  onChange={(event) =>
                    onChange(changeField(draft, field, { kind: event.target.value as typeof kind }))
                  }
                >
                  {kinds.map((one) => (
                    <option key={one} value={one}>
                      {t(kindTexts[one])}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <input
                  className="input number-input"
                  type="number"
                  min={1}
                  placeholder={t("identity.noBound")}
                  aria-label={`${t("identity.mostSharing")}: ${fieldWord(t, field)}`}
                  value={mostSharing ?? ""}
                  onChange={(event) =>
                    onChange(
                      changeField(draft, field, {
                        mostSharing: event.target.value === "" ? null : Number(event.target.value),
                      }),
                    )
                  }
                />
              </td>
              <td>
                <button
                  type="button"
                  className="button quiet icon"
                  aria-label={`${t("identity.removeField")}: ${fieldWord(t, field)}`}
                  onClick={() => onChange(withoutField(draft, field))}
                >
                  <Icon of={X} size={14} />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {unused.length > 0 && (
        <select
          className="input add-field"
          aria-label={t("identity.addField")}
          value=""
          onChange={(event) => {
            const chosen = unused.find(({ field }) => field === event.target.value);
            if (chosen) onChange(withField(draft, chosen));
          }}
        >
          <option value="">{t("identity.addField")}</option>
          {unused.map(({ field, people: count }) => (
            <option key={field} value={field}>
              {fieldWord(t, field)} · {formatNumber(count, locale)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

function CompareSets({ draft, onChange }: Omit<EditProps, "known">) {
  const { t } = useTexts();
  const [first] = draft.fields;
  return (
    <>
      {draft.blocking.map((set, place) => (
        // A set has no name but its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: sets are told apart by their place only
        <fieldset className="compare-set" key={place}>
          <legend className="label">{t("identity.compareIf")}</legend>
          {draft.fields.map(({ field }) => (
            <label key={field} className="compare-field">
              <input
                type="checkbox"
                checked={set.includes(field)}
                onChange={() => onChange(toggleInSet(draft, place, field))}
              />{" "}
              {fieldWord(t, field)}
            </label>
          ))}
        </fieldset>
      ))}
      {first && draft.blocking.length < 4 && (
        <button
          type="button"
          className="button quiet"
          onClick={() => onChange({ ...draft, blocking: [...draft.blocking, [first.field]] })}
        >
          <Icon of={Plus} size={14} />
          {t("identity.addSet")}
        </button>
      )}
    </>
  );
}

function Threshold({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <FormField label={label}>
      <span className="row">
        <input
          className="input number-input"
          type="number"
          min={50}
          max={99.9}
          step={0.1}
          aria-label={label}
          value={Math.round(value * 1_000) / 10}
          onChange={(event) => onChange(Number(event.target.value) / 100)}
        />
        %
      </span>
    </FormField>
  );
}

/** A matching rule in the making: evidence, zones, and what it would do before it is saved. */
export function RuleEditor({
  known,
  onClose,
}: {
  readonly known: Known;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [begunWith, setBegunWith] = useState<Template>("fingerprint");
  const [draft, setDraft] = useState<Draft>(() =>
    draftOf("fingerprint", t("identity.fingerprint"), known),
  );
  const [tried, setTried] = useState<Draft | null>(null);
  const dryRun = useMutation({
    mutationFn: (body: Draft) =>
      ask("dryRunSchema", `/api/w/${id}/identity/matching/dry-run`, { body }),
    onSuccess: (_, body) => setTried(body),
  });
  const save = useMutation({
    mutationFn: (body: Draft) =>
      ask("matchingSavedSchema", `/api/w/${id}/identity/matching`, { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["w", id, "touchpoints"] });
      toasts.show({ text: t("identity.saved") }, Date.now());
      onClose();
    },
  });
  const isTried = tried === draft;
  return (
    <div className="identity-columns">
      <div>
        <fieldset className="segments" aria-label={t("identity.template")}>
          {templates.map((template) => (
            <button
              key={template}
              type="button"
              aria-pressed={template === begunWith}
              onClick={() => {
                setBegunWith(template);
                setDraft(draftOf(template, t(templateTexts[template]), known));
              }}
            >
              {t(templateTexts[template])}
            </button>
          ))}
        </fieldset>
        <FormField label={t("identity.ruleName")}>
          <input
            className="input"
            maxLength={100}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </FormField>
        <h2>{t("identity.evidence")}</h2>
        {draft.fields.length === 0 && <p className="t13 t3">{t("identity.blankHint")}</p>}
        <FieldRows draft={draft} known={known} onChange={setDraft} />
        <CompareSets draft={draft} onChange={setDraft} />
        <div className="row thresholds">
          <Threshold
            label={t("identity.mergeAt")}
            value={draft.mergeAt}
            onChange={(mergeAt) => setDraft({ ...draft, mergeAt })}
          />
          <Threshold
            label={t("identity.reviewAt")}
            value={draft.reviewAt}
            onChange={(reviewAt) => setDraft({ ...draft, reviewAt })}
          />
        </div>
        <div className="row">
          <button
            type="button"
            className={isTried ? "button" : "button primary"}
            disabled={!isComplete(draft) || dryRun.isPending}
            onClick={() => dryRun.mutate(draft)}
          >
            {t(dryRun.isPending ? "identity.dryRunning" : "identity.dryRun")}
          </button>
          <button
            type="button"
            className={isTried ? "button primary" : "button"}
            disabled={!isTried || save.isPending}
            onClick={() => save.mutate(draft)}
          >
            {t("identity.save")}
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("identity.cancel")}
          </button>
        </div>
      </div>
      <section className="identity-result" aria-live="polite" aria-label={t("identity.result")}>
        <h2>{t("identity.result")}</h2>
        {(dryRun.error ?? save.error) && <ProblemBox error={dryRun.error ?? save.error} />}
        {!isTried && (
          <p className="t13 t3">
            {t(tried === null ? "identity.dryRunFirst" : "identity.changedSince")}
          </p>
        )}
        {dryRun.data && tried !== null && <DryRunResult result={dryRun.data} />}
      </section>
    </div>
  );
}

import type { MaskedRole, MaskRule, PersonalKind, Sight } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ObjectOptions } from "../records/object-options.tsx";
import { useTexts } from "../texts/text.ts";
import { kindWords, sightWords, maskWords as words } from "./mask-words.ts";

const roles: readonly MaskedRole[] = ["member", "admin"];
const kinds: readonly PersonalKind[] = ["phone", "email", "name"];
const sights: readonly Sight[] = ["whole", "masked", "hidden"];

type Subject =
  | { readonly kind: PersonalKind }
  | { readonly object: string; readonly field: string };
type SetRule = (rule: MaskRule) => void;

function isAbout(rule: MaskRule, subject: Subject): boolean {
  if ("kind" in subject) return "kind" in rule && rule.kind === subject.kind;
  return "field" in rule && rule.object === subject.object && rule.field === subject.field;
}

function SightCell({
  name,
  subject,
  role,
  rules,
  onSet,
}: {
  readonly name: string;
  readonly subject: Subject;
  readonly role: MaskedRole;
  readonly rules: readonly MaskRule[];
  readonly onSet: SetRule;
}) {
  const { t, label } = useTexts();
  const { role: own } = useWorkspace();
  const sight =
    rules.find((rule) => rule.role === role && isAbout(rule, subject))?.sight ?? "whole";
  const isFixed = role === "admin" && own !== "owner";
  return (
    <td>
      <select
        className={sight === "whole" ? "input sight" : "input sight on"}
        aria-label={`${name}: ${t(`access.${role}`)}`}
        disabled={isFixed}
        value={sight}
        onChange={(event) =>
          onSet({ ...subject, role, sight: event.target.value as Sight } as MaskRule)
        }
      >
        {sights.map((each) => (
          <option key={each} value={each}>
            {label(sightWords[each])}
          </option>
        ))}
      </select>
    </td>
  );
}

interface RowProps {
  readonly name: string;
  readonly hint: string;
  readonly subject: Subject;
  readonly rules: readonly MaskRule[];
  readonly onSet: SetRule;
}

function MaskRow({ name, hint, subject, rules, onSet }: RowProps) {
  return (
    <tr>
      <td>
        {name}
        <small className="t3"> {hint}</small>
      </td>
      {roles.map((role) => (
        <SightCell key={role} {...{ name, subject, role, rules, onSet }} />
      ))}
    </tr>
  );
}

/** Chooses a field that has no rule yet; it gets one by being kept from members. */
function AddField({ rules, onSet }: Pick<RowProps, "rules" | "onSet">) {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const [object, setObject] = useState("contact");
  const [field, setField] = useState("");
  const fields = schema?.objects.find(({ name }) => name === object)?.fields ?? [];
  const free = fields.filter(
    ({ name }) => !rules.some((rule) => isAbout(rule, { object, field: name })),
  );
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        onSet({ object, field, role: "member", sight: "masked" });
        setField("");
      }}
    >
      <select
        className="input"
        aria-label={label(words.object)}
        value={object}
        onChange={(event) => {
          setObject(event.target.value);
          setField("");
        }}
      >
        <ObjectOptions schema={schema} />
      </select>
      <select
        className="input"
        aria-label={label(words.field)}
        value={field}
        required
        onChange={(event) => setField(event.target.value)}
      >
        <option value="">{label(words.choose)}</option>
        {free.map((each) => (
          <option key={each.name} value={each.name}>
            {label(each.label)}
          </option>
        ))}
      </select>
      <button type="submit" className="button" disabled={field === ""}>
        {label(words.add)}
      </button>
    </form>
  );
}

/** Who sees how much of what reaches and describes people. */
export function MasksSection() {
  const { t, label } = useTexts();
  const { id, role: own } = useWorkspace();
  const client = useQueryClient();
  const key = ["w", id, "privacy", "masks"];
  const path = `/api/w/${id}/privacy/masks`;
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask("maskRulesSchema", path, { signal }),
  });
  const { data: schema } = useQuery(schemaQuery(id));
  const save = useMutation({
    mutationFn: (body: MaskRule) => ask("maskRulesSchema", path, { method: "PUT", body }),
    onSuccess: async (answer) => {
      client.setQueryData(key, answer);
      await client.invalidateQueries({ queryKey: ["w", id, "schema"] });
    },
  });
  const problem = error ?? save.error;
  const rules = data?.rules ?? [];
  const named = new Map(
    rules.flatMap((rule) => ("field" in rule ? [[`${rule.object}.${rule.field}`, rule]] : [])),
  );
  return (
    <section className="setting wide">
      <h2>{label(words.title)}</h2>
      <p className="t12 t3">{label(words.hint)}</p>
      {problem && <ProblemBox error={problem} />}
      {!data && !error && <Skeleton />}
      {data && (
        <table className="plain masks">
          <thead>
            <tr>
              <th>{label(words.what)}</th>
              {roles.map((role) => (
                <th key={role}>{t(`access.${role}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <MaskRow
                key={kind}
                name={label(kindWords[kind].name)}
                hint={label(kindWords[kind].hint)}
                subject={{ kind }}
                rules={rules}
                onSet={save.mutate}
              />
            ))}
            {[...named].map(([path, { object: name, field: inner }]) => {
              const object = schema?.objects.find((each) => each.name === name);
              const field = object?.fields.find((each) => each.name === inner);
              return (
                <MaskRow
                  key={path}
                  name={field ? label(field.label) : inner}
                  hint={object ? label(object.label) : name}
                  subject={{ object: name, field: inner }}
                  rules={rules}
                  onSet={save.mutate}
                />
              );
            })}
          </tbody>
        </table>
      )}
      {own !== "owner" && <p className="t12 t3">{label(words.ownerOnly)}</p>}
      <AddField rules={rules} onSet={save.mutate} />
    </section>
  );
}

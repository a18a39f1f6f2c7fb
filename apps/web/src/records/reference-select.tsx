import type { Field } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { firstRecordsQuery, membersQuery, searchQuery } from "../api/record-queries.ts";
import { useTexts } from "../texts/text.ts";

interface ReferenceSelectProps {
  readonly field: Pick<Field, "type" | "target">;
  readonly value: string | null;
  /** Title of the value, known before anything is searched. */
  readonly title: string | undefined;
  readonly onChange: (value: string | null) => void;
  readonly onBlur?: () => void;
  readonly autoFocus?: boolean;
  readonly id?: string;
}

function useChoices(field: ReferenceSelectProps["field"], text: string) {
  const { id } = useWorkspace();
  const isReference = field.type === "reference";
  const isSearch = text.trim() !== "";
  const target = field.target ?? "account";
  const latest = useQuery({
    ...firstRecordsQuery(id, target, {}, 20),
    enabled: isReference && !isSearch,
  });
  const found = useQuery({
    ...searchQuery(id, text, target),
    enabled: isReference && isSearch,
  });
  const members = useQuery({
    ...membersQuery(id),
    enabled: field.type === "user",
  });
  if (field.type === "user") {
    return (members.data?.members ?? []).map(({ userId, name }) => ({
      value: userId,
      label: name,
    }));
  }
  // The best match first, as everywhere where one record is looked for.
  const records = isSearch ? found.data?.hits : latest.data?.records;
  return (records ?? []).map((record) => ({ value: record.id, label: record.title }));
}

/** Chooses a record or a member by name. */
export function ReferenceSelect({
  field,
  value,
  title,
  onChange,
  onBlur,
  autoFocus,
  id,
}: ReferenceSelectProps) {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const choices = useChoices(field, text);
  const known = value !== null && !choices.some((choice) => choice.value === value);
  const options = known ? [{ value, label: title ?? value }, ...choices] : choices;
  return (
    <Select
      showSearch={{
        filterOption: field.type === "user",
        optionFilterProp: "label",
        onSearch: setText,
      }}
      allowClear
      defaultOpen={autoFocus ?? false}
      autoFocus={autoFocus ?? false}
      value={value}
      options={options}
      placeholder={t("records.searchReference")}
      style={{ width: "100%" }}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      {...(id === undefined ? {} : { id })}
      {...(onBlur === undefined ? {} : { onBlur })}
    />
  );
}

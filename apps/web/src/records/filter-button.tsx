import type { Condition } from "@causeway/engine-conditions";
import type { ObjectDefinition, SchemaDocument } from "@causeway/platform-contract";
import { Popover } from "antd";
import { ListFilter } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import { emptyForm, type FilterForm, fromCondition, toCondition } from "./filter-form.ts";
import { filterCatalog } from "./schema-fields.ts";

// Its selects are large, and come when the filter is opened.
const FilterBuilder = lazy(async () => ({
  default: (await import("./filter-builder.tsx")).FilterBuilder,
}));

interface FilterButtonProps {
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
  readonly filter: Condition | null;
  readonly onChange: (filter: Condition | null) => void;
}

function countOf(filter: Condition | null): number {
  if (filter === null) return 0;
  return filter.kind === "all" || filter.kind === "any" ? filter.conditions.length : 1;
}

function FilterPanel({ schema, object, filter, onChange }: FilterButtonProps) {
  const { t } = useTexts();
  const catalog = useMemo(() => filterCatalog(schema, object), [schema, object]);
  const [form, setForm] = useState<FilterForm | null>(() => fromCondition(filter));
  if (form === null) {
    return (
      <div className="filter">
        <p className="t13 t2">{t("records.complexFilter")}</p>
        <div>
          <button
            type="button"
            className="button"
            onClick={() => {
              setForm(emptyForm);
              onChange(null);
            }}
          >
            {t("records.clearFilter")}
          </button>
        </div>
      </div>
    );
  }
  return (
    <Suspense fallback={null}>
      <FilterBuilder
        schema={schema}
        object={object}
        catalog={catalog}
        form={form}
        onChange={(next) => {
          setForm(next);
          onChange(toCondition(next, catalog));
        }}
      />
    </Suspense>
  );
}

/** Opens the filter; says how many conditions hold it. */
export function FilterButton(props: FilterButtonProps) {
  const { t } = useTexts();
  const count = countOf(props.filter);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={<FilterPanel {...props} />}
    >
      <button type="button" className="button" aria-label={t("records.filter")}>
        <Icon of={ListFilter} size={14} />
        {t("records.filter")}
        {count > 0 && <span className="t3">{count}</span>}
      </button>
    </Popover>
  );
}

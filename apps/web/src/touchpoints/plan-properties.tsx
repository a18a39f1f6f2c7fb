import type { ObservedType, PlannedProperty, PropertyType } from "@causeway/platform-contract";
import { formatPercent } from "../format/numbers.ts";
import { ReasonButton } from "../parts/reason-button.tsx";
import { useTexts } from "../texts/text.ts";

const types: readonly PropertyType[] = ["text", "number", "boolean", "time", "object", "list"];

interface PlanPropertiesProps {
  readonly properties: readonly PlannedProperty[];
  readonly observed: ObservedType | null;
  /** Undefined where nothing may be changed. */
  readonly onChange: ((properties: PlannedProperty[]) => void) | undefined;
}

/** The properties of a type: what each must be, in how many events it is, and an example. */
export function PlanProperties({ properties, observed, onChange }: PlanPropertiesProps) {
  const { t } = useTexts();
  if (properties.length === 0) return <p className="t13 t3">{t("plan.noProperties")}</p>;
  const change = (name: string, changed: Partial<PlannedProperty>) =>
    onChange?.(
      properties.map((property) =>
        property.name === name ? { ...property, ...changed } : property,
      ),
    );
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("plan.property")}</th>
          <th>{t("touchpoints.type")}</th>
          <th>{t("plan.required")}</th>
          <th className="number">{t("plan.share")}</th>
        </tr>
      </thead>
      <tbody>
        {properties.map(({ name, type, required }) => {
          const found = observed?.properties.find((property) => property.name === name);
          const count = found?.types.reduce((sum, one) => sum + one.count, 0) ?? 0;
          return (
            <tr key={name}>
              <td>
                {found?.example ? (
                  <ReasonButton
                    className="ask"
                    lines={[t("plan.example", { value: found.example })]}
                  >
                    <code>{name}</code>
                  </ReasonButton>
                ) : (
                  <code>{name}</code>
                )}
              </td>
              <td>
                <select
                  className="input"
                  aria-label={`${name} · ${t("touchpoints.type")}`}
                  value={type}
                  disabled={!onChange}
                  onChange={({ target }) => change(name, { type: target.value as PropertyType })}
                >
                  {types.map((one) => (
                    <option key={one} value={one}>
                      {t(`plan.type_${one}`)}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <input
                  type="checkbox"
                  className="check"
                  aria-label={`${name} · ${t("plan.required")}`}
                  checked={required}
                  disabled={!onChange}
                  onChange={({ target }) => change(name, { required: target.checked })}
                />
              </td>
              <td className="number">
                {observed ? formatPercent(count / Math.max(1, observed.count)) : "—"}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";

/** A password that is chosen here, under the name `password`. */
export function NewPasswordField({ error }: { readonly error: string | undefined }) {
  const { t } = useTexts();
  return (
    <FormField label={t("access.password")} error={error} hint={t("access.passwordHint")}>
      <input
        className="input large"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        required
      />
    </FormField>
  );
}

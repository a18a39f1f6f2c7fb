import { useMe } from "../access/session.ts";
import { preferences, usePreferences } from "../design/preference-store.ts";
import { Segments } from "../parts/segments.tsx";
import { useTexts } from "../texts/text.ts";
import { PasswordForm } from "./password-form.tsx";

const themes = ["light", "dark", "system"] as const;
const locales = ["zh", "en"] as const;

export function ProfileSection() {
  const { t, locale } = useTexts();
  const { theme } = usePreferences();
  const { user } = useMe();
  return (
    <section className="setting">
      <div>
        <h2>{user.name}</h2>
        <p className="t13 t3">{user.email}</p>
      </div>
      <div className="setting-row">
        <span className="t13">{t("shell.language")}</span>
        <Segments
          label={t("shell.language")}
          value={locale}
          options={locales.map((value) => ({ value, text: t(`shell.${value}`) }))}
          onChange={preferences.setLocale}
        />
      </div>
      <div className="setting-row">
        <span className="t13">{t("shell.theme")}</span>
        <Segments
          label={t("shell.theme")}
          value={theme}
          options={themes.map((value) => ({ value, text: t(`shell.${value}`) }))}
          onChange={preferences.setTheme}
        />
      </div>
      <PasswordForm />
    </section>
  );
}

import { useNavigate } from "@tanstack/react-router";
import { Dropdown } from "antd";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { queryClient } from "../api/query-client.ts";
import { preferences, usePreferences } from "../design/preference-store.ts";
import { useTexts } from "../texts/text.ts";

async function signOut(): Promise<void> {
  await tell("/api/auth/sign-out");
  queryClient.clear();
}

const themes = ["light", "dark", "system"] as const;

/** What belongs to the person: language, theme, settings, leaving. */
export function AccountMenu({ name }: { readonly name: string }) {
  const { t, locale } = useTexts();
  const { theme } = usePreferences();
  const { id } = useWorkspace();
  const navigate = useNavigate();
  const actions: Readonly<Record<string, () => void>> = {
    settings: () => void navigate({ to: "/w/$workspace/settings", params: { workspace: id } }),
    signOut: () => void signOut().then(() => navigate({ to: "/sign-in" })),
    zh: () => preferences.setLocale("zh"),
    en: () => preferences.setLocale("en"),
    light: () => preferences.setTheme("light"),
    dark: () => preferences.setTheme("dark"),
    system: () => preferences.setTheme("system"),
  };
  return (
    <Dropdown
      trigger={["click"]}
      placement="topLeft"
      menu={{
        selectedKeys: [locale, theme],
        items: [
          { key: "settings", label: t("shell.settings") },
          { type: "divider" },
          {
            type: "group",
            label: t("shell.language"),
            children: [
              { key: "zh", label: t("shell.zh") },
              { key: "en", label: t("shell.en") },
            ],
          },
          {
            type: "group",
            label: t("shell.theme"),
            children: themes.map((key) => ({ key, label: t(`shell.${key}`) })),
          },
          { type: "divider" },
          { key: "signOut", label: t("shell.signOut") },
        ],
        onClick: ({ key }) => actions[key]?.(),
      }}
    >
      <button type="button" className="rail-account" aria-label={`${t("shell.account")}: ${name}`}>
        <span className="avatar">{name.slice(0, 1)}</span>
        <span className="cut">{name}</span>
      </button>
    </Dropdown>
  );
}

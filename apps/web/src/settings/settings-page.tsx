import { useSearch } from "@tanstack/react-router";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { Segments } from "../parts/segments.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./settings.css";
import { PrivacySection } from "../privacy/privacy-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { MailSection } from "./mail-section.tsx";
import { MembersSection } from "./members-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import { StatusSection } from "./status-section.tsx";

const sections = ["profile", "members", "keys", "mail", "privacy", "status"] as const;

/** What belongs to the person, and what belongs to the workspace. */
export function SettingsPage() {
  const { t } = useTexts();
  const { name, role } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/settings" });
  const change = useSearchChange<typeof search>();
  const section = sections.find((each) => each === search.section) ?? "profile";
  const isAdmin = isAtLeast(role, "admin");
  return (
    <>
      <PageTop
        title={t("shell.settings")}
        hint={name}
        switches={
          <Segments
            label={t("shell.settings")}
            value={section}
            options={sections.map((value) => ({ value, text: t(`settings.${value}`) }))}
            onChange={(next) => change({ section: next === "profile" ? undefined : next })}
          />
        }
      />
      <div className="columns">
        <div className="body settings">
          {section === "profile" && <ProfileSection />}
          {section === "members" && <MembersSection isAdmin={isAdmin} />}
          {section === "keys" && <KeysSection />}
          {section === "mail" &&
            (isAdmin ? <MailSection /> : <p className="t13 t3">{t("settings.adminOnly")}</p>)}
          {section === "privacy" &&
            (isAdmin ? <PrivacySection /> : <p className="t13 t3">{t("settings.adminOnly")}</p>)}
          {section === "status" && <StatusSection />}
        </div>
      </div>
    </>
  );
}

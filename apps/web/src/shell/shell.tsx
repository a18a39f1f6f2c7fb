import { Outlet, useRouterState } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import enGB from "antd/locale/en_GB";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import "dayjs/locale/en-gb";
import "./shell.css";
import "./shared.css";
import "./narrow.css";
import { Suspense, useEffect, useMemo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { useLive } from "../api/use-live.ts";
import { useIsDark } from "../design/preference-store.ts";
import { antdTheme } from "../design/theme.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { CommandPalette } from "./command-palette.tsx";
import { DemoBanner } from "./demo-banner.tsx";
import { Rail } from "./rail.tsx";

/** True for Ctrl K and ⌘ K. */
function opensPalette(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
}

function usePalette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!opensPalette(event)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return { open, show: () => setOpen(true), hide: () => setOpen(false) };
}

/** Rail, sheet and palette around every page of a workspace. */
export function Shell() {
  const workspace = useWorkspace();
  const dark = useIsDark();
  const { locale } = useTexts();
  const palette = usePalette();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useLive(workspace.id);
  useEffect(() => {
    dayjs.locale(locale === "zh" ? "zh-cn" : "en-gb");
  }, [locale]);
  const theme = useMemo(() => antdTheme(dark), [dark]);
  return (
    <ConfigProvider
      theme={theme}
      locale={locale === "zh" ? zhCN : enGB}
      button={{ autoInsertSpace: false }}
    >
      <div className="app">
        <Rail onSearch={palette.show} />
        <main className="sheet" key={workspace.id}>
          {workspace.isDemo && <DemoBanner />}
          <Suspense fallback={<Skeleton rows={8} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {palette.open && <CommandPalette key={path} onClose={palette.hide} />}
    </ConfigProvider>
  );
}

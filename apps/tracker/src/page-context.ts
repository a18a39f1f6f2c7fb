import type { Facts } from "./delivery/event.ts";

/** The page, as it is when the call is made. */
export function readPage(): { readonly path: string; readonly [name: string]: string } {
  const { pathname: path, search, href: url } = location;
  return { path, search, url, title: document.title, referrer: document.referrer };
}

/** What every event carries: page, campaign, language, time zone, screen. */
export function readContext(): Facts {
  const campaign = readCampaign();
  return {
    page: readPage(),
    ...(campaign && { campaign }),
    userAgent: navigator.userAgent,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
    library: { name: "causeway.js", version: "0.1.0" },
  };
}

function readCampaign(): Facts | null {
  const found: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(location.search)) {
    if (key.startsWith("utm_")) found[key === "utm_campaign" ? "name" : key.slice(4)] = value;
  }
  return Object.keys(found).length === 0 ? null : found;
}

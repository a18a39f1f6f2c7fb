import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./design/tokens.css";
import "./design/base.css";
import "./design/parts.css";
import "./design/segments.css";
import { queryClient } from "./api/query-client.ts";
import { preferences } from "./design/preference-store.ts";
import { nameCutTexts } from "./parts/cut-titles.ts";
import { ToastHost } from "./parts/toast-host.tsx";
import { sayRefusals } from "./parts/validity-words.ts";
import { router } from "./router.tsx";
import { startTexts, translate } from "./texts/text.ts";

preferences.applyTheme();
const texts = startTexts(preferences.get().locale);

// After an update of the server the old pages' parts are gone; the new ones are a reload away.
window.addEventListener("vite:preloadError", (event) => {
  event.preventDefault();
  window.location.reload();
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html lacks #root");
// The page's own parts are on their way while the texts are.
void router.load();
await texts;
nameCutTexts(root);
sayRefusals(document, translate);
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <ToastHost />
    </QueryClientProvider>
  </StrictMode>,
);

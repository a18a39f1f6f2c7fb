import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from "@tanstack/react-router";
import { homeOf } from "./access/session.ts";
import { ProblemError } from "./api/problem-error.ts";
import { queryClient } from "./api/query-client.ts";
import { meQuery, setupQuery } from "./api/session-queries.ts";
import { customersSearch } from "./records/customers-search.ts";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { PageError } from "./shell/page-error.tsx";
import { textSearch } from "./shell/search-params.ts";

/** The person who is signed in; others go to sign-in, or to the one-time link of a fresh installation. */
async function requireMe(href: string) {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    const { needsOwner } = await queryClient.fetchQuery(setupQuery);
    throw needsOwner
      ? redirect({ to: "/welcome" })
      : redirect({ to: "/sign-in", search: href === "/" ? {} : { next: href } });
  }
}

const rootRoute = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: PageError });

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async () => {
    throw redirect({ to: homeOf(await requireMe("/")) });
  },
});

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/welcome",
  validateSearch: textSearch("token"),
  component: lazyRouteComponent(() => import("./access/welcome-page.tsx"), "WelcomePage"),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: textSearch("next"),
  component: lazyRouteComponent(() => import("./access/sign-in-page.tsx"), "SignInPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation/$token",
  component: lazyRouteComponent(() => import("./access/invitation-page.tsx"), "InvitationPage"),
});

const signInLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in-link/$token",
  component: lazyRouteComponent(() => import("./access/sign-in-link-page.tsx"), "SignInLinkPage"),
});

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/start",
  validateSearch: textSearch("workspace"),
  beforeLoad: ({ location }) => requireMe(location.href),
  component: lazyRouteComponent(() => import("./access/start-page.tsx"), "StartPage"),
});

const Shell = lazyRouteComponent(() => import("./shell/shell.tsx"), "Shell");

const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/w/$workspace",
  beforeLoad: async ({ location, params }) => {
    // The frame of every page is on its way while the server says who is asking.
    void Shell.preload?.();
    const me = await requireMe(location.href);
    if (!me.workspaces.some(({ id }) => id === params.workspace)) throw notFound();
  },
  component: Shell,
  notFoundComponent: NotFoundPage,
});

const workspaceIndexRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/w/$workspace/workbench", params });
  },
});

const workbenchRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/workbench",
  validateSearch: textSearch("tab", "task", "event", "at", "why", "new"),
  component: lazyRouteComponent(() => import("./workbench/workbench-page.tsx"), "WorkbenchPage"),
});

const customersRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/customers/$object",
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import("./records/customers-page.tsx"), "CustomersPage"),
});

const objectRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/objects/$object",
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import("./records/object-page.tsx"), "ObjectPage"),
});

const recordRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/records/$object/$id",
  validateSearch: textSearch("tab", "why", "event", "at"),
  component: lazyRouteComponent(() => import("./records/record-page.tsx"), "RecordPage"),
});

const personRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/people/$id",
  validateSearch: textSearch("tab", "event", "at"),
  component: lazyRouteComponent(() => import("./identity/person-page.tsx"), "PersonPage"),
});

const dealsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/deals",
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import("./records/deals-page.tsx"), "DealsPage"),
});

const touchpointsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/touchpoints",
  validateSearch: textSearch("source", "event"),
  component: lazyRouteComponent(() => import("./touchpoints/sources-page.tsx"), "SourcesPage"),
});

const planRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/touchpoints/plan",
  validateSearch: textSearch("type", "view"),
  component: lazyRouteComponent(() => import("./touchpoints/plan-page.tsx"), "PlanPage"),
});

const worthRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/touchpoints/worth",
  component: lazyRouteComponent(() => import("./touchpoints/worth-page.tsx"), "WorthPage"),
});

const heatMapRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/touchpoints/heat-map",
  validateSearch: textSearch("days", "rows", "columns", "kind", "stage", "row", "column"),
  component: lazyRouteComponent(() => import("./touchpoints/heat-map-page.tsx"), "HeatMapPage"),
});

const weightsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/touchpoints/weights",
  validateSearch: textSearch("rule"),
  component: lazyRouteComponent(() => import("./weights/weights-page.tsx"), "WeightsPage"),
});

const identityRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/touchpoints/identity",
  validateSearch: textSearch("tab"),
  component: lazyRouteComponent(() => import("./identity/identity-page.tsx"), "IdentityPage"),
});

const insightRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight",
  component: lazyRouteComponent(
    () => import("./prediction/predictions-page.tsx"),
    "PredictionsPage",
  ),
});

const newPredictionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight/new",
  component: lazyRouteComponent(
    () => import("./prediction/definition-page.tsx"),
    "NewPredictionPage",
  ),
});

const predictionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight/predictions/$name",
  validateSearch: textSearch("version"),
  component: lazyRouteComponent(() => import("./prediction/prediction-page.tsx"), "PredictionPage"),
});

const editPredictionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight/predictions/$name/edit",
  component: lazyRouteComponent(
    () => import("./prediction/definition-page.tsx"),
    "EditPredictionPage",
  ),
});

const forecastRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight/forecast",
  validateSearch: textSearch("month"),
  component: lazyRouteComponent(() => import("./forecast/forecast-page.tsx"), "ForecastPage"),
});

const renewalsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight/renewals",
  component: lazyRouteComponent(() => import("./forecast/renewals-page.tsx"), "RenewalsPage"),
});

const parametersRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/insight/parameters",
  component: lazyRouteComponent(() => import("./parameters/parameters-page.tsx"), "ParametersPage"),
});

const agentsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/agents",
  validateSearch: textSearch("agent", "state", "run"),
  component: lazyRouteComponent(() => import("./agents/agents-page.tsx"), "AgentsPage"),
});

const buildRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/build",
  validateSearch: textSearch("object", "tab"),
  component: lazyRouteComponent(() => import("./build/objects-page.tsx"), "ObjectsPage"),
});

const importsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/build/imports",
  component: lazyRouteComponent(() => import("./build/imports-page.tsx"), "ImportsPage"),
});

const newImportRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/build/imports/new",
  validateSearch: textSearch("draft"),
  component: lazyRouteComponent(() => import("./build/new-import-page.tsx"), "NewImportPage"),
});

const importRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/build/imports/$id",
  component: lazyRouteComponent(() => import("./build/import-page.tsx"), "ImportPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/settings",
  validateSearch: textSearch("section"),
  component: lazyRouteComponent(() => import("./settings/settings-page.tsx"), "SettingsPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    indexRoute,
    welcomeRoute,
    signInRoute,
    invitationRoute,
    signInLinkRoute,
    startRoute,
    workspaceRoute.addChildren([
      workspaceIndexRoute,
      workbenchRoute,
      customersRoute,
      objectRoute,
      recordRoute,
      personRoute,
      dealsRoute,
      touchpointsRoute,
      planRoute,
      worthRoute,
      identityRoute,
      heatMapRoute,
      weightsRoute,
      insightRoute,
      newPredictionRoute,
      predictionRoute,
      editPredictionRoute,
      forecastRoute,
      renewalsRoute,
      parametersRoute,
      agentsRoute,
      buildRoute,
      importsRoute,
      newImportRoute,
      importRoute,
      settingsRoute,
    ]),
  ]),
  // A page that fails leaves the rail where it is.
  defaultErrorComponent: PageError,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

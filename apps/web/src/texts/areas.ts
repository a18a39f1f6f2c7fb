import { access } from "./access.ts";
import { agents } from "./agents.ts";
import { build } from "./build.ts";
import { dealMail } from "./deal-mail.ts";
import { duplicates } from "./duplicates.ts";
import { forecast } from "./forecast.ts";
import { groups } from "./groups.ts";
import { heatMap } from "./heat-map.ts";
import { identity } from "./identity.ts";
import { insight } from "./insight.ts";
import { merge } from "./merge.ts";
import { parameters } from "./parameters.ts";
import { plan } from "./plan.ts";
import { prediction } from "./prediction.ts";
import { records } from "./records.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { touchpoints } from "./touchpoints.ts";
import { twin } from "./twin.ts";
import { validity } from "./validity.ts";
import { weights } from "./weights.ts";
import { workbench } from "./workbench.ts";

export const areas = {
  access,
  agents,
  build,
  duplicates,
  forecast,
  groups,
  dealMail,
  heatMap,
  identity,
  insight,
  merge,
  parameters,
  plan,
  prediction,
  records,
  settings,
  shell,
  touchpoints,
  twin,
  validity,
  weights,
  workbench,
} as const;
export type Areas = typeof areas;

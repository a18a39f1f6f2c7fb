import { agentsMigrations } from "@causeway/module-agents";
import { channelsMigrations } from "@causeway/module-channels";
import { identityMigrations } from "@causeway/module-identity";
import { forecastMigrations, predictionMigrations } from "@causeway/module-prediction";
import { privacyMigrations } from "@causeway/module-privacy";
import { recordsMigrations } from "@causeway/module-records";
import { signalsMigrations } from "@causeway/module-signals";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { twinMigrations } from "@causeway/module-twin";
import { accessMigrations } from "@causeway/platform-access";
import { auditMigrations } from "@causeway/platform-audit";
import type { ModuleMigrations } from "@causeway/platform-database";
import { jobsMigrations } from "@causeway/platform-jobs";
import { demoMigrations } from "./demo/demo-migrations.ts";

/** The tables of the whole product, lower packages first. */
export const allMigrations: readonly ModuleMigrations[] = [
  jobsMigrations,
  accessMigrations,
  auditMigrations,
  recordsMigrations,
  touchpointsMigrations,
  identityMigrations,
  twinMigrations,
  signalsMigrations,
  predictionMigrations,
  forecastMigrations,
  demoMigrations,
  channelsMigrations,
  agentsMigrations,
  privacyMigrations,
];

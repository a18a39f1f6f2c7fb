export { type CountSignalsInput, countSignals } from "./count-signals.ts";
export { type ListSignalsInput, listSignals } from "./list-signals.ts";
export { signalsMigrations } from "./migrations.ts";
export { recordSignals } from "./record-signals.ts";
export { onSignals, type SignalListener, type SignalledCompany } from "./signal-listeners.ts";
export { signalRoutes } from "./signal-routes.ts";
export { onNewSignals, type SignalScreen } from "./signal-screens.ts";
export { signalsPersonalData } from "./signals-personal-data.ts";
export type { SignalTables } from "./tables.ts";

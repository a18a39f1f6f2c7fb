export type { AgentDefinition, AgentWork, Occasion } from "./agent.ts";
export { type AgentRoutesOptions, agentRoutes } from "./agent-routes.ts";
export { type FollowUpOptions, followUpAgent } from "./follow-up/follow-up-agent.ts";
export type { Owner, OwnerOf } from "./follow-up/work-follow-up.ts";
export { getRun, listRuns } from "./list-runs.ts";
export { agentsMigrations } from "./migrations.ts";
export { vetoRun } from "./veto-run.ts";
export { agentRunQueue, agentsProjection, type WakeOptions } from "./wake-agents.ts";
export { type AgentWorkerOptions, workAgents } from "./work-agents.ts";

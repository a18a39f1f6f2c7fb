export { closedLeads, visitor } from "./lead-market.ts";

import type { ObjectDefinition } from "@causeway/platform-contract";
import { account } from "./account.ts";
import { contact } from "./contact.ts";
import { contract } from "./contract.ts";
import { deal } from "./deal.ts";
import { lead } from "./lead.ts";
import { note } from "./note.ts";
import { product } from "./product.ts";
import { task } from "./task.ts";

/** What every new workspace starts with; from then on its own metadata decide. */
export const standardObjects: readonly ObjectDefinition[] = [
  account,
  contact,
  lead,
  deal,
  contract,
  product,
  task,
  note,
];

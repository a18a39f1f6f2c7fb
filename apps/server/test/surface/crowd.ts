import type { WorkspaceId } from "@causeway/kernel";
import { addMember } from "@causeway/platform-access";
import type { Role } from "@causeway/platform-contract";
import { Browser, type TestServer } from "../running-server.ts";

let made = 0;

/**
 * People of one role in a workspace, each signed in at a machine of their own, who take turns: what a whole company
 * may ask in a minute is more than what one person may.
 */
export async function crowd(
  { server }: TestServer,
  workspace: string,
  role: Role,
  size: number,
): Promise<() => Browser> {
  const people: Browser[] = [];
  while (people.length < size) {
    made += 1;
    const person = { name: `${role} ${made}`, email: `crowd-${made}@example.com` };
    const password = "a password of the crowd";
    const { id } = await server.product.access.people.create({ ...person, password });
    await addMember(server.database, workspace as WorkspaceId, id, role);
    const browser = new Browser(server.url);
    await browser.post("/api/auth/sign-in/email", { email: person.email, password });
    people.push(browser);
  }
  let turn = 0;
  return () => {
    turn += 1;
    const next = people[turn % people.length];
    if (next === undefined) throw new Error("A crowd needs people");
    return next;
  };
}

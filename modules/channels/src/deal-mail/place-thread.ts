/** A conversation, with what can tell whose it is. */
export interface Thread {
  /** Contacts that take part. */
  readonly contacts: readonly string[];
  /** Deals that its mails were sent about. */
  readonly deals: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface OpenDeal {
  readonly id: string;
  readonly account: string | null;
  readonly contact: string | null;
  readonly createdMs: number;
  /** Infinite while it is open. */
  readonly closedMs: number;
}

export type Placement =
  | {
      readonly kind: "attached";
      readonly deal: string;
      readonly reason: "thread" | "person" | "account";
    }
  | { readonly kind: "offered"; readonly deals: readonly string[] };

/** What is written this long before a deal may be what it arose from. */
const arisingMs = 30 * 86_400_000;

/**
 * To which deal a conversation belongs: the one that a mail of it was sent about; else, of those open at any time of the
 * conversation, the only one whose contact takes part; else the account's only one;
 * where none was open, the one that arose with its contact within a month. Where several would do it belongs to
 * none and is offered to each.
 */
export function placeThread(
  thread: Thread,
  deals: readonly OpenDeal[],
  account: string | null,
): Placement {
  const named = deals.filter(({ id }) => thread.deals.includes(id));
  if (named.length > 0) return only(named, "thread");
  const open = deals.filter(
    ({ createdMs, closedMs }) => createdMs <= thread.lastMs && closedMs >= thread.firstMs,
  );
  const hasPart = ({ contact }: OpenDeal) => contact !== null && thread.contacts.includes(contact);
  const ofPeople = open.filter(hasPart);
  if (ofPeople.length > 0) return only(ofPeople, "person");
  const ofAccount = open.filter((deal) => account !== null && deal.account === account);
  if (ofAccount.length > 0) return only(ofAccount, "account");
  const arisen = deals.filter(
    ({ createdMs }) => createdMs > thread.lastMs && createdMs - thread.lastMs <= arisingMs,
  );
  return only(arisen.filter(hasPart), "person");
}

function only(deals: readonly OpenDeal[], reason: "thread" | "person" | "account"): Placement {
  const [first, ...others] = deals;
  return first !== undefined && others.length === 0
    ? { kind: "attached", deal: first.id, reason }
    : { kind: "offered", deals: deals.map(({ id }) => id) };
}

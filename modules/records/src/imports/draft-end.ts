const draftDays = 7;
const dayMs = 86_400_000;

/** When an uploaded file that nobody imports goes. */
export function draftEnd(createdAt: Date): Date {
  return new Date(createdAt.getTime() + draftDays * dayMs);
}

/** Drafts that came in before this moment are past their end. */
export function draftsEndedBefore(now: Date): Date {
  return new Date(now.getTime() - draftDays * dayMs);
}

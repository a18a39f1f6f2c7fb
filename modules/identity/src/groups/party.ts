import { normalizeCompanyName } from "../identifiers/normalize.ts";

/** A company or person as a register or an account names it. */
export interface Party {
  readonly name: string | null;
  readonly creditCode: string | null;
  readonly isPerson: boolean;
}

/** One key for one party: its code where it has one, else its name without notation. */
export function partyKey({ name, creditCode, isPerson }: Party): string {
  if (creditCode !== null) return `code:${creditCode.normalize("NFKC").trim().toLowerCase()}`;
  const plain = name?.normalize("NFKC").trim() ?? "";
  if (isPerson) return `person:${plain}`;
  return `name:${normalizeCompanyName(plain) ?? plain.toLowerCase()}`;
}

/** How to show it. */
export function partyName({ name, creditCode }: Party): string {
  return name ?? creditCode ?? "";
}

/**
 * Codes of companies that are named with their code somewhere, so that a name alone means the same company; a name that
 * two codes share stays a name.
 */
export function codesOfNames(parties: Iterable<Party>): ReadonlyMap<string, string> {
  const codes = new Map<string, string | null>();
  for (const party of parties) {
    if (party.name === null || party.creditCode === null || party.isPerson) continue;
    const byName = partyKey({ ...party, creditCode: null });
    const code = partyKey(party);
    const known = codes.get(byName);
    codes.set(byName, known === undefined || known === code ? code : null);
  }
  return new Map([...codes].flatMap(([name, code]) => (code === null ? [] : [[name, code]])));
}

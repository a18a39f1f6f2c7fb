interface Alike {
  readonly profileId: string;
  readonly name: string;
  readonly telling: { readonly value: string } | null;
}

/** Longer values, as ids of browsers, are shown by their two ends. */
const longestValue = 28;

/** What people are called by `profileId`; those of one name also by what they were last seen under. */
export function tellApart(people: readonly Alike[]): ReadonlyMap<string, string> {
  const bearers = new Map<string, number>();
  for (const { name } of people) bearers.set(name, (bearers.get(name) ?? 0) + 1);
  return new Map(
    people.map(({ profileId, name, telling }) => {
      const isAlone = bearers.get(name) === 1 || telling?.value === name;
      const mark = telling === null ? profileId : telling.value;
      return [profileId, isAlone ? name : `${name} · ${shortened(mark)}`];
    }),
  );
}

function shortened(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, 12)}…${value.slice(-12)}`;
}

/** Lead bytes and trail bytes of a plane of two-byte characters, first and last. */
interface Plane {
  readonly leads: readonly [number, number];
  readonly trails: readonly (readonly [number, number])[];
}

const everyTrail: Plane["trails"] = [
  [0x40, 0x7e],
  [0x80, 0xfe],
];

/**
 * The characters that a standard puts first because writing is made of them: level one of GB 2312 (3,755), the frequently
 * used ones of Big5 (5,401), level one of JIS X 0208 (2,965), each with the rows of its punctuation. Read from the encoding itself.
 */
const commonPlanes = {
  gb18030: [
    { leads: [0xa1, 0xa1], trails: [[0xa1, 0xfe]] },
    { leads: [0xa3, 0xa3], trails: [[0xa1, 0xfe]] },
    { leads: [0xb0, 0xd7], trails: [[0xa1, 0xfe]] },
  ],
  big5: [
    { leads: [0xa1, 0xa2], trails: everyTrail },
    { leads: [0xa4, 0xc6], trails: everyTrail },
  ],
  shift_jis: [
    { leads: [0x81, 0x83], trails: everyTrail },
    { leads: [0x88, 0x97], trails: everyTrail },
  ],
} as const satisfies Readonly<Record<string, readonly Plane[]>>;

const known = new Map<string, ReadonlySet<string>>();

/** The characters of ordinary writing in an encoding of East Asia. */
export function commonCharacters(encoding: keyof typeof commonPlanes): ReadonlySet<string> {
  const found = known.get(encoding) ?? new Set(commonPlanes[encoding].flatMap(charactersOf));
  known.set(encoding, found);
  return found;

  function charactersOf({ leads, trails }: Plane): readonly string[] {
    const decoder = new TextDecoder(encoding);
    const characters: string[] = [];
    for (let lead = leads[0]; lead <= leads[1]; lead++) {
      for (const [first, last] of trails) {
        for (let trail = first; trail <= last; trail++) {
          const character = decoder.decode(Uint8Array.of(lead, trail));
          if ([...character].length === 1 && character !== "\uFFFD") characters.push(character);
        }
      }
    }
    return characters;
  }
}

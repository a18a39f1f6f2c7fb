/** Groups of the digits of a Chinese number after +86: mobile 3-4-4, else area code and subscriber. */
function chineseGroups(digits: string): readonly string[] | null {
  const mobile = /^(1\d{2})(\d{4})(\d{4})$/.exec(digits);
  if (mobile) return mobile.slice(1);
  const large = /^(10|2\d)(\d{4})(\d{4})$/.exec(digits);
  if (large) return large.slice(1);
  const area = /^([3-9]\d{2})(\d{3,4})(\d{4})$/.exec(digits);
  return area ? area.slice(1) : null;
}

/**
 * A phone number as people read it: `+86 138 2989 2528`, `+86 27 8354 6652`, `+1 302 555 0182`. Numbers of other countries,
 * and what is no number in international form, stay as they are: a wrong grouping reads worse than none.
 */
export function formatPhone(text: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(text);
  if (american) return `+1 ${american.slice(1).join(" ")}`;
  const digits = /^\+86(\d{9,11})$/.exec(text)?.[1];
  const groups = digits === undefined ? null : chineseGroups(digits);
  return groups === null ? text : `+86 ${groups.join(" ")}`;
}

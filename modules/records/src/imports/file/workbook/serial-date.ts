const dayMs = 86_400_000;
const epochs = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };
/** Up to here the count of 1900 is one short: it has a 29th of February that never was. */
const firstRightDay = 61;

/** A workbook's count of days as text: `2025-03-01`, with a time where it has one, a time alone below one day. */
export function serialDate(serial: number, epoch: keyof typeof epochs): string | undefined {
  if (!(serial >= 0 && serial < 2_958_466)) return undefined;
  const shift = epoch === 1900 && serial >= 1 && serial < firstRightDay ? 1 : 0;
  const seconds = Math.round((serial + shift) * 86_400);
  const text = new Date(epochs[epoch] + seconds * 1000).toISOString();
  const [day = "", time = ""] = text.slice(0, 19).split("T");
  if (seconds * 1000 < dayMs) return time;
  return seconds % 86_400 === 0 ? day : `${day} ${time}`;
}

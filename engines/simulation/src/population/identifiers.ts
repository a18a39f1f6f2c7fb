import type { Noise } from "../noise.ts";
import { noiseStream } from "../noise.ts";
import type { Device } from "./company.ts";

const ID = noiseStream("identifier digits");
const BROWSER = noiseStream("browser");

const userAgents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
  "Mozilla/5.0 (Linux; Android 15; V2324A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60",
] as const;

/** `length` hexadecimal digits that depend on the seed, the name and the entity alone. */
export function hexDigits(noise: Noise, name: string, entity: number, length: number): string {
  const stream = ID ^ noiseStream(name);
  let digits = "";
  for (let part = 0; digits.length < length; part++) {
    const word = Math.floor(noise.uniform(stream, entity, part, -1) * 2 ** 32);
    digits += word.toString(16).padStart(8, "0");
  }
  return digits.slice(0, length);
}

/** A decimal number of `length` digits, the first of which is not zero. */
export function decimalDigits(noise: Noise, name: string, entity: number, length: number): string {
  const stream = ID ^ noiseStream(name);
  let digits = "";
  for (let part = 0; part < length; part++) {
    const low = part === 0 ? 1 : 0;
    digits += Math.floor(low + noise.uniform(stream, entity, part, -1) * (10 - low)).toString();
  }
  return digits;
}

/** A UUID of version 4 made of the entity's digits, as browsers make for `anonymousId`. */
export function uuidOf(noise: Noise, name: string, entity: number): string {
  const hex = hexDigits(noise, name, entity, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A browser; `network` is the first three numbers of its address. */
export function createDevice(
  noise: Noise,
  input: {
    readonly name: string;
    readonly entity: number;
    readonly mobile: boolean;
    readonly network: string;
  },
): Device {
  const pick = noise.uniform(BROWSER ^ noiseStream(input.name), input.entity, 0, -1);
  const host =
    Math.floor(noise.uniform(BROWSER ^ noiseStream(input.name), input.entity, 1, -1) * 250) + 2;
  const agent = input.mobile
    ? userAgents[pick < 0.6 ? 3 : 4]
    : userAgents[pick < 0.5 ? 0 : pick < 0.8 ? 1 : 2];
  return {
    anonymousId: uuidOf(noise, input.name, input.entity),
    ip: `${input.network}.${host}`,
    userAgent: agent ?? userAgents[0],
    mobile: input.mobile,
  };
}

const CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A unified social credit code with a valid check character (GB 32100-2015). */
export function creditCodeOf(noise: Noise, entity: number): string {
  const body = `91${decimalDigits(noise, "division", entity, 6)}MA${decimalDigits(noise, "organisation", entity, 7)}`;
  const sum = CREDIT_WEIGHTS.reduce(
    (total, weight, position) => total + weight * CREDIT_ALPHABET.indexOf(body[position] ?? "0"),
    0,
  );
  return body + (CREDIT_ALPHABET[(31 - (sum % 31)) % 31] ?? "0");
}

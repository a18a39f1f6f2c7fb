import { createHmac } from "node:crypto";
import type { SettingField, SettingValues } from "@causeway/platform-contract";
import {
  acknowledged,
  type RawDelivery,
  type SettingProblem,
  type Verification,
} from "./connector.ts";
import { choiceField, rarely, secretField, textField } from "./setting-field.ts";
import { isSameText } from "./tencent/callback-crypto.ts";

/** How senders without a scheme of their own prove who they are; for the forms of several kinds. */
export const doorFields: readonly SettingField[] = [
  rarely(
    choiceField("door", { zh: "如何验证发送方", en: "How senders are verified" }, [
      ["address", "地址本身保密", "The address is the secret"],
      ["header", "请求头带固定口令", "A fixed secret in a header"],
      ["hmac", "请求头带 HMAC-SHA256 签名", "HMAC-SHA256 of the body in a header"],
    ]),
  ),
  rarely(textField("doorHeader", "请求头名称", "Name of the header", { initial: "x-signature" })),
  rarely(secretField("doorSecret", "口令或签名密钥", "Secret")),
];

/** The rules of the form above. */
export function checkDoor(settings: SettingValues): readonly SettingProblem[] {
  const { door, doorHeader = "", doorSecret = "" } = settings;
  if (door === "address") return [];
  const problems: SettingProblem[] = [];
  if (!/^[A-Za-z0-9-]{1,60}$/.test(doorHeader)) {
    problems.push({
      field: "doorHeader",
      label: { zh: "应为请求头的名称", en: "must be the name of a header" },
    });
  }
  if (doorSecret.length < 8) {
    problems.push({
      field: "doorSecret",
      label: { zh: "至少 8 个字符", en: "needs at least 8 characters" },
    });
  }
  return problems;
}

/** Decides on the raw bytes of a request by the settings of `doorFields`. */
export function verifyDoor(delivery: RawDelivery, settings: SettingValues): Verification {
  const { door, doorHeader = "", doorSecret = "" } = settings;
  if (door === "address") return acknowledged;
  const given = delivery.headers[doorHeader.toLowerCase()] ?? "";
  const expected =
    door === "hmac" ? hmacsOf(doorSecret, delivery.body) : [doorSecret, `Bearer ${doorSecret}`];
  return expected.some((one) => isSameText(one, given))
    ? acknowledged
    : {
        kind: "refused",
        reason: {
          zh: `请求头 ${doorHeader} 不能证明发送方`,
          en: `The header ${doorHeader} does not prove the sender`,
        },
      };
}

/** In the notations that are in use: hexadecimal, the same after `sha256=`, base64. */
function hmacsOf(secret: string, body: Buffer): readonly string[] {
  const digest = createHmac("sha256", secret).update(body).digest();
  const hex = digest.toString("hex");
  return [hex, `sha256=${hex}`, digest.toString("base64")];
}

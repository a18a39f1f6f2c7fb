import type { TouchpointKind } from "@causeway/platform-contract";
import {
  CircleDot,
  Cpu,
  Globe,
  Headset,
  type LucideIcon,
  Mail,
  Megaphone,
  MessageCircle,
  MessagesSquare,
  Phone,
  ReceiptText,
  ScanQrCode,
} from "lucide-react";

/** The pictogram of each kind of touchpoint; its word is `twin.<kind>`. */
export const kindIcons: Readonly<Record<TouchpointKind, LucideIcon>> = {
  web: Globe,
  wechat: MessagesSquare,
  call: Phone,
  email: Mail,
  exhibition: ScanQrCode,
  iot: Cpu,
  order: ReceiptText,
  ad: Megaphone,
  service: Headset,
  message: MessageCircle,
  other: CircleDot,
};

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTexts } from "../texts/text.ts";
import { Icon } from "./icon.tsx";

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
    >
      <Icon of={copied ? Check : Copy} size={14} />
      {copied ? t("shell.copied") : t("shell.copy")}
    </button>
  );
}

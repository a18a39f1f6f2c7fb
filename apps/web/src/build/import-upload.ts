import type { ImportDraft } from "@causeway/platform-contract";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask, query } from "../api/client.ts";
import type { FileWish } from "./import-choices.tsx";

/** Brings a file to the server, and again where it is to be read otherwise; the draft before goes then. */
export function useImportUpload(
  draft: ImportDraft | undefined,
  take: (found: ImportDraft) => void,
) {
  const { id } = useWorkspace();
  const [sent, setSent] = useState(0);
  const sending = useRef<AbortController>(undefined);
  const upload = useMutation({
    mutationFn: ({ file, ...wish }: FileWish & { readonly file: File }) => {
      sending.current = new AbortController();
      setSent(0);
      const wanted = query({ name: file.name, ...wish, replaces: draft?.id });
      return ask("importDraftSchema", `/api/w/${id}/imports${wanted}`, {
        ...{ file, onSent: setSent, signal: sending.current.signal },
      });
    },
    onSuccess: take,
  });
  return {
    upload,
    /** How much of the file has left, from 0 to 1. */
    sent,
    cancel: () => sending.current?.abort(),
    error: sending.current?.signal.aborted ? null : upload.error,
  };
}

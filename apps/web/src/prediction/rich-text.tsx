/** A sentence of ours with its stressed parts between `**`. */
export function RichText({ text }: { readonly text: string }) {
  const parts = text.split("**");
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <b key={`${part} ${String(index)}`}>{part}</b> : part,
      )}
    </>
  );
}

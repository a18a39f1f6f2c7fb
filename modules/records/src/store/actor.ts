/** Who acts, as histories store it. */
export interface Actor {
  readonly kind: "user" | "agent" | "import" | "source" | "system";
  readonly id: string;
}

/** The graph cannot tell: `hedge` holds two sets of nodes, the second inside the first (Shpitser & Pearl 2006, definition 6). */
export class NotIdentifiable extends Error {
  readonly hedge: readonly [readonly string[], readonly string[]];

  constructor(outer: readonly string[], inner: readonly string[]) {
    super("The effect is not identifiable from this graph");
    this.name = "NotIdentifiable";
    this.hedge = [outer, inner];
  }
}

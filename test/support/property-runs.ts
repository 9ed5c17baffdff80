/** How often a property is tried: as often as its test says, or less where mutants are tried by the hundred. */
export function propertyRuns(usual: number): number {
  const few = process.env["PROPERTY_RUNS"];
  return few === undefined ? usual : Math.min(usual, Number(few));
}

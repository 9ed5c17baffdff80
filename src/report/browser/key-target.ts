/** The index a key leads to in a row of things; one too far at either end, undefined for other keys. */
export function keyTarget(key: string, index: number, length: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return index - 1;
    case "ArrowRight":
      return index + 1;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return undefined;
  }
}

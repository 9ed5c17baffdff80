/** Where a key leads in a row of things, from one of them; one too far at the ends. Undefined for other keys. */
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

import stringWidth from "string-width";

const characters = new Intl.Segmenter();

/** The columns that a text takes on a terminal. */
export { stringWidth as columnsOf };

/** A text with blanks behind it, up to so many columns. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - stringWidth(text)));
}

/** As much of a text's start as so many columns hold; what a terminal draws as one is not cut in two. */
export function startOf(text: string, columns: number): string {
  let width = 0;
  let start = "";
  for (const { segment } of characters.segment(text)) {
    width += stringWidth(segment);
    if (width > columns) break;
    start += segment;
  }
  return start;
}

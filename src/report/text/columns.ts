import stringWidth from "string-width";

const characters = new Intl.Segmenter();

/** The columns a text takes up on a terminal. */
export { stringWidth as columnsOf };

/** Pads a text with trailing blanks to a number of columns. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - stringWidth(text)));
}

/** As much of a text's start as fits into `columns`; never splits what a terminal draws as one character. */
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

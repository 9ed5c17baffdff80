/** Characters per piece: enough that handing one on costs little compared with making it. */
const pieceLength = 64 * 1024;

/** Joins many short texts into fewer long ones. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

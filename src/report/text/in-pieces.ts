/** Characters of a piece: enough that to hand it on costs little beside making it. */
const pieceLength = 64 * 1024;

/** Joins many short texts to fewer long ones. */
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

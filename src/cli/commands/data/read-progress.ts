import type { Context } from "#cli/frame/context.js";

/** Milliseconds after which a person wants a sign of life. */
const patience = 1_000;

/** Says on stderr, once per file, that it is being read, if that takes longer than a second. */
export function createReadProgress({ elapsed, progress }: Context): (path: string, bytes: number) => void {
  let current: string | undefined;
  let since = 0;
  let isSaid = false;
  return (path, bytes) => {
    if (path !== current) {
      current = path;
      since = elapsed();
      isSaid = false;
    }
    if (isSaid || elapsed() - since < patience) return;
    isSaid = true;
    void progress.step(`Checking ${path}: ${Math.round(bytes / 1_000_000)} MB read in the first second ...`);
  };
}

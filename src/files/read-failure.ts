/** The operating system's error codes in plain words. */
const reasons: Record<string, string> = {
  ENOENT: "no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "permission denied",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "is a file, not a folder",
  ENOSPC: "the disk is full",
};

/** The operating system's reason for a failed read, in words. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

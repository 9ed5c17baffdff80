const terminalStatuses = new Set(["succeeded", "failed", "cancelled"]);

/** True once a job can no longer change. A status this version does not know is never terminal. */
export function isTerminal(status: string): boolean {
  return terminalStatuses.has(status);
}

/** True if a job will not continue by itself: terminal, or paused. */
export function isSettled(status: string): boolean {
  return isTerminal(status) || status === "paused";
}

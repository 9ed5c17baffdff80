const terminalStatuses = new Set(["succeeded", "failed", "cancelled"]);

/** True once a job can change no more. A status this version does not know is never terminal. */
export function isTerminal(status: string): boolean {
  return terminalStatuses.has(status);
}

/** True where a job goes on only if somebody acts, or never: terminal, or paused. */
export function isSettled(status: string): boolean {
  return isTerminal(status) || status === "paused";
}

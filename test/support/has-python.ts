import { execFileSync } from "node:child_process";

/** Whether there is a python3 here; tests that need one say so in their names. */
export function hasPython(): boolean {
  try {
    execFileSync("python3", ["-c", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

import type { ChalkInstance } from "chalk";
import type { Replay, ReplayedRule } from "#run/stop-rules/replay.js";
import { printable } from "#words/printable.js";
import { count, dollars, duration, score } from "#words/quantities.js";
import { wrap } from "#words/wrap.js";

const indent = "      ";

function costWords(hours: number, amount: number | undefined): string {
  return `${duration(hours * 3600)} of training${amount === undefined ? "" : `, about ${dollars(amount)}`}`;
}

function savedWords({ steps, hours, dollars: amount }: NonNullable<ReplayedRule["fired"]>["saved"]): string {
  return steps === 0
    ? "at the run's last step: nothing saved"
    : `saves ${count(steps, "step")}${hours > 0 ? `, ${costWords(hours, amount)}` : ""}`;
}

function bestWords({ best }: NonNullable<ReplayedRule["fired"]>): string {
  if (!best) return "";
  return best.after > best.before
    ? ` Best validation reward until then ${score(best.before)}; the run came to ${score(best.after)}.`
    : ` The run's best validation reward, ${score(best.before)}, came before.`;
}

function ruleLines({ rule, fired }: ReplayedRule, width: number, style: ChalkInstance): string {
  const name = rule.padEnd(18);
  if (!fired) return `  ${name} ${style.dim("never fires")}\n`;
  return (
    `  ${name} ${style.yellow(`step ${fired.step}`)}: ${savedWords(fired.saved)}\n` +
    wrap(`${fired.reason}.${bestWords(fired)}`, width, indent)
  );
}

/** Where each rule would have paused a past run, and what that would have saved. */
export function reportReplay(replay: Replay, width: number, style: ChalkInstance): string {
  const { source, run, range, rules } = replay;
  const size = `${count(run.steps, "step")}, ${count(run.evaluations, "evaluation")}`;
  const cost = run.hours > 0 ? costWords(run.hours, run.dollars) : "how long its steps took is unknown";
  const scale = range
    ? `shares of reward are of the grader's range, ${score(range.min)} to ${score(range.max)}`
    : "the grader's range is unknown: shares of reward are of 0 to 1";
  return (
    `${style.bold(printable(source))}  ${size}, ${cost}\n` +
    `${wrap(scale, width, "  ")}${rules.map((rule) => ruleLines(rule, width, style)).join("")}`
  );
}

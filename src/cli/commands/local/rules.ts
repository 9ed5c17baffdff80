import { jsonDocument } from "#report/text/json-document.js";
import { reportRules } from "#report/rules/report-rules.js";
import { agedFacts } from "#rules/facts.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** Longer lines are hard to read, however wide the terminal is. */
const widest = 100;

/** `rft rules` */
export const run = defineCommand("rules", async (context) => {
  const { rules, json, stdout, style } = context;
  const facts = agedFacts(rules, context.now());
  const width = Math.min(stdout.columns ?? 80, widest);
  stdout.write(
    json
      ? jsonDocument("rules", { rules: rules.name, facts })
      : reportRules({ rules, facts }, { width, style }),
  );
  return ExitCode.ok;
});

// Holds the floor plan's import rules, and fails where dependency-cruiser saw no modules: with a TypeScript it cannot
// read it reports "no violations (0 modules)".
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const options = await extractOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(["src", "bin"], options, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
const { summary, modules } = output;
const own = modules.filter(({ source }) => /^(src|bin)\//.test(source));
console.log(
  `import rules: ${options.ruleSet.forbidden.length} rules, ${own.length} modules, ${summary.totalDependenciesCruised} imports`,
);
if (own.length === 0) throw new Error("dependency-cruiser saw no modules");
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (summary.violations.length > 0) process.exitCode = 1;
else console.log("no violations");

// Checks the floor plan: the import rules (.dependency-cruiser.cjs), and that each folder of src/ is a room in
// CONTRIBUTING.md's table, holds files or folders but not both, is not too full, and is in no import cycle.
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { folderFaults } from "./folder-faults.mjs";

const options = await extractOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(["src", "bin"], options, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
const { summary, modules } = output;
const own = modules.filter(({ source }) => /^(src|bin)\//.test(source));
// With a TypeScript version it does not support, dependency-cruiser reports "no violations (0 modules)".
if (own.length === 0) throw new Error("dependency-cruiser saw no modules");

const named = options.ruleSet.forbidden.flatMap(({ name }) =>
  name.endsWith("-imports") ? [`src/${name.slice(0, -"-imports".length)}`] : [],
);
const faults = [
  ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  ...folderFaults(own, named),
];
console.log(
  `floor plan: ${options.ruleSet.forbidden.length} rules, ${named.length} rooms, ${own.length} modules, ${summary.totalDependenciesCruised} imports`,
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log("no violations");

// Runs dependency-cruiser and fails where it saw no modules: with a TypeScript it cannot read it reports
// "no violations (0 modules)" and exits 0.
import { execFileSync } from "node:child_process";

const run = (type) =>
  execFileSync(
    process.execPath,
    ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "src", "bin", "--output-type", type],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 64 * 1024 * 1024 },
  );

const { summary, modules } = JSON.parse(run("json"));
const own = modules.filter(({ source }) => /^(src|bin)\//.test(source));
const rules = summary.ruleSetUsed.forbidden.length;
console.log(
  `import rules: ${rules} rules, ${own.length} modules, ${summary.totalDependenciesCruised} imports`,
);
if (own.length === 0) throw new Error("dependency-cruiser saw no modules");
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (summary.violations.length > 0) process.exitCode = 1;
else console.log("no violations");

// The floor plan as rules: one for each room of the table in CONTRIBUTING.md, and those that no table can say.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** What every room stands on. */
const ground = ["^src/(finding|errors)\\.ts$", "^src/(json|words|figures)/"];

const page = readFileSync(join(__dirname, "CONTRIBUTING.md"), "utf8");
const rooms = [...page.matchAll(/^\| `(\S+)` +\| ([^|]+) \| ([^|]+) \|$/gm)];
if (rooms.length === 0) throw new Error("CONTRIBUTING.md has no table of rooms");

/** A row of the table as a rule: a room imports from itself and from what the row names. */
const roomRules = rooms.map(([, name, imports, reason]) => ({
  name: `${name}-imports`,
  comment: reason.trim(),
  severity: "error",
  from: { path: `^src/${name}/` },
  to: {
    path: "^src/",
    pathNot: [
      `^src/${name}/`,
      ...[...imports.matchAll(/`([^`]+)`/g)].map(([, other]) => `^src/${other}/`),
      ...(/\bground\b/.test(imports) ? ground : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "A circle means that two modules are one, or that a type stands in the wrong one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A module that nothing imports is dead, or its test is missing.",
      severity: "error",
      from: {
        orphan: true,
        path: "^src/",
        pathNot: ["^src/index\\.ts$", "^src/cli/commands/", "\\.d\\.ts$"],
      },
      to: {},
    },
    {
      name: "not-to-unresolvable",
      comment: "An import that cannot be resolved fails at run time.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "ground-imports-nothing",
      comment: "Findings and errors are what every room stands on.",
      severity: "error",
      from: { path: ground[0] },
      to: { path: "^src/", pathNot: ground },
    },
    ...roomRules,
    {
      name: "effects-stand-in-named-files",
      comment:
        "Files, processes, threads and sockets are touched in few places, so that everything else is a function of its arguments.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: [
          "^src/(azure|emulator|cli|files)/",
          "^src/dataset/read/source\\.ts$",
          "^src/grader/(python/python-process|judge/judge-cache|samples/sample-store)\\.ts$",
          "^src/job/ledger/ledger\\.ts$",
        ],
      },
      to: { path: "^(node:)?(fs|fs/promises|child_process|worker_threads|net|http|https|tls|dgram)$" },
    },
    {
      name: "graders-are-parsed-at-the-edges",
      comment:
        "A grader is parsed where it comes in (a file, the library's caller, a model's draft, the service, the emulator's requests and its store); behind that everybody takes the parsed one.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: [
          "^src/grader/parse/read-grader\\.ts$",
          "^src/grader/score/compile-grader\\.ts$",
          "^src/grader/draft/draft-by-model\\.ts$",
          "^src/run/read/reward-range\\.ts$",
          "^src/emulator/(api/create-job|simulate/task)\\.ts$",
        ],
      },
      to: { path: "^src/grader/parse/parse-grader\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "report-is-pure",
      comment: "A report does no I/O and asks no clock: the same result gives the same text.",
      severity: "error",
      from: { path: "^src/report/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "report-takes-style-as-type",
      comment: "Colours are handed in; a report that builds its own cannot be printed without them.",
      severity: "error",
      from: { path: "^src/report/" },
      to: { path: "node_modules/(chalk|ora|commander)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "only-context-opens-azure",
      comment: "One door to the network; commands take the port from their context.",
      severity: "error",
      from: { path: "^src/cli/", pathNot: "^src/cli/frame/context\\.ts$" },
      to: { path: "^src/azure/" },
    },
    {
      name: "only-azure-knows-the-sdk",
      comment: "openai and @azure/identity are heavy and may be replaced: one room loads them.",
      severity: "error",
      from: { pathNot: "^(src/azure|test)/" },
      to: { path: "node_modules/(openai|@azure)/" },
    },
    {
      name: "only-cli-knows-the-terminal",
      comment: "The core returns, the shell prints.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli|report)/" },
      to: { path: "node_modules/(commander|@commander-js|chalk|ora)/" },
    },
    {
      name: "entry-holds-the-grammar-only",
      comment:
        "Help and version start fast because the entry loads commander and nothing else; commands come by import().",
      severity: "error",
      from: {
        path: "^(bin/|src/cli/(grammar|start|host)/)",
        pathNot: "^src/cli/host/(progress|finding-pages|exit-code)\\.ts$",
      },
      to: {
        pathNot: ["^src/cli/(grammar|start|host|frame/invocation\\.ts$)", "node_modules/commander/"],
        dependencyTypesNot: ["dynamic-import", "core", "type-only"],
      },
    },
    {
      name: "src-never-imports-test",
      comment: "What ships must not need what tests it.",
      severity: "error",
      from: { path: "^(src|bin)/" },
      to: { path: "^(test|bench|scripts|fixtures)/" },
    },
    {
      name: "bin-starts-main-only",
      comment: "bin sets the exit code and nothing else.",
      severity: "error",
      from: { path: "^bin/" },
      to: { path: "^src/", pathNot: "^src/cli/(start/main|host/process-host)\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};

// The floor plan of CONTRIBUTING.md as rules: imports go down only, each room keeps to itself.

/** A room may import only what is named: everything else in src is above it or beside it. */
function room(name, allowed, reason) {
  return {
    name: `${name}-imports-down-only`,
    comment: reason,
    severity: "error",
    from: { path: `^src/${name}/` },
    to: { path: "^src/", pathNot: [`^src/${name}/`, ...allowed.map((path) => `^src/${path}`)] },
  };
}

const ground = ["(finding|errors)\\.ts$", "json/", "words/", "figures/", "files/", "retry/"];

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "A circle means that two rooms are one, or that a type lives in the wrong one.",
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
      comment:
        "Findings, errors and JSON are what every room stands on; one of them may use another and a package.",
      severity: "error",
      from: { path: ground.map((path) => `^src/${path}`) },
      to: { path: "^src/", pathNot: ground.map((path) => `^src/${path}`) },
    },
    room("rules", ground, "Rules are dated data: they depend on nothing that could change them."),
    room("document", ground, "A JSON or YAML file with positions knows nothing of what it says."),
    room(
      "dataset",
      [...ground, "rules/", "document/"],
      "Rows are checked without knowing of graders or jobs.",
    ),
    room(
      "grader",
      [...ground, "rules/", "document/", "service/", "dataset/"],
      "A grader scores; it knows of no job and no service.",
    ),
    room(
      "job",
      [...ground, "rules/", "document/", "service/", "run/", "dataset/", "grader/"],
      "The job room plans and follows; the service is a port it is handed.",
    ),
    room(
      "azure",
      [
        ...ground,
        "rules/",
        "document/",
        "(job|service)/(api|all-pages)\\.ts$",
        "(job/doctor|service)/probes\\.ts$",
        "(grader|service)/judge\\.ts$",
      ],
      "The network knows the ports, dated facts and its configuration file, so it can be replaced.",
    ),
    room(
      "emulator",
      [...ground, "rules/", "document/", "service/", "run/", "dataset/", "grader/", "job/"],
      "The emulator answers like the service; it must not share code with the client it is there to test.",
    ),
    room(
      "report",
      [...ground, "rules/", "service/", "run/", "dataset/", "grader/", "job/"],
      "Reports are pure functions of results: no command line, no network.",
    ),
    {
      name: "effects-stand-in-named-files",
      comment:
        "Files, processes and sockets are touched in few places, so that everything else is a function of its arguments.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: [
          "^src/(azure|emulator|cli)/",
          "^src/dataset/.*source\\.ts$",
          "^src/files/",
          "^src/grader/.*(python-process|judge-cache|sample-store)\\.ts$",
          "^src/job/.*ledger\\.ts$",
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
      from: { path: "^src/cli/", pathNot: "^src/cli/.*context\\.ts$" },
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
      to: { path: "node_modules/(commander|chalk|ora)/" },
    },
    {
      name: "entry-holds-the-grammar-only",
      comment:
        "Help and version start fast because the entry loads commander and nothing else; commands come by import().",
      severity: "error",
      from: {
        path: "^(bin/|src/cli/grammar/|src/cli/(main|program|load-command|process-host|standard-output|host|version)\\.ts$)",
      },
      to: {
        pathNot: [
          "^src/cli/grammar/",
          "^src/cli/(host/|start/|frame/)?(main|program|load-command|process-host|standard-output|host|invocation|exit-code|version)\\.ts$",
          "node_modules/commander/",
        ],
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
      to: { path: "^src/", pathNot: "^src/cli/.*(main|process-host)\\.ts$" },
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

import type { ValidationResult } from "#dataset/validate/validate.js";
import type { Finding, FindingCode } from "#finding.js";
import { maskSecrets } from "#report/text/mask-secrets.js";

/** A path as a URI reference. Relative paths stay relative, for the reader to resolve against its checkout. */
function uriOf(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  const encoded = slashed.split("/").map(encodeURIComponent).join("/");
  if (slashed.startsWith("/")) return `file://${encoded}`;
  // A drive letter keeps its colon.
  return /^[A-Za-z]:\//.test(slashed) ? `file:///${encoded.replace("%3A", ":")}` : encoded;
}

/** A finding's location: file and line if there are any, and the JSON pointer as a logical location. */
function locationsOf({ file, line, column, pointer }: Finding): object[] {
  const region =
    line === undefined ? {} : { region: { startLine: line, ...(column && { startColumn: column }) } };
  // Standard input has no file to point to.
  const physical =
    file === undefined || file === "-"
      ? {}
      : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } };
  const logical = pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] };
  return [{ ...physical, ...logical }];
}

function resultOf(finding: Finding, rules: readonly FindingCode[]): object {
  const { code, severity, message, help, count } = finding;
  return {
    ruleId: code,
    ruleIndex: rules.indexOf(code),
    level: severity,
    message: { text: `${message}. ${help}` },
    locations: locationsOf(finding),
    ...(count !== undefined && count > 1 && { properties: { count } }),
  };
}

/**
 * A validation as a SARIF 2.1.0 log (OASIS, 2020) with one run, for code scanning. If not all findings of a code and
 * file are listed, `properties.count` of the last one gives their total.
 */
export function reportSarif({ findings }: ValidationResult, version: string): string {
  const rules = [...new Set(findings.map(({ code }) => code))];
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "rft",
            semanticVersion: version,
            rules: rules.map((id) => ({ id, help: { text: `rft explain ${id}` } })),
          },
        },
        columnKind: "unicodeCodePoints",
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  };
  return `${JSON.stringify(maskSecrets(log), null, 2)}\n`;
}

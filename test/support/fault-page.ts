import { format } from "prettier";
import { caseName, columns, rows } from "./fault-cases.js";

/** What the page needs of a case's outcome. */
interface Said {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

/** The error and what to do, without what is another each time. */
function sentenceOf({ stdout, stderr }: Said): string | undefined {
  const [, error, hint] = /^error: (\S.*)\n {2,}(\S.*)/m.exec(stdout + stderr) ?? [];
  if (error === undefined) return undefined;
  return `${error} ${hint}`
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:8080")
    .replaceAll(/ftjob-[0-9a-f]{32}/g, "ftjob-1")
    .replaceAll(/file-[0-9a-f]{32}/g, "file-1")
    .replaceAll("UND_ERR_SOCKET", "ECONNRESET")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-05T09:00:00.000Z");
}

/** One sentence of each kind: what the commands differ in is the request. */
const speakers = new Set(["show", "submit: its job", "submit: its files"]);

/** `docs/faults.md`: fault by command, the exit code, and what is said. */
export async function faultPage(outcomes: ReadonlyMap<string, Said>): Promise<string> {
  const codes = rows.map((row) => [
    `\`${row.name}\``,
    ...columns.map(({ name }) => String(outcomes.get(caseName(row, name))?.exitCode ?? "")),
  ]);
  const sentences = rows
    .filter(({ name }) => speakers.has(name))
    .flatMap((row) =>
      columns.map(({ name }) => {
        const said = outcomes.get(caseName(row, name));
        return [`\`${row.name}\``, name, (said && sentenceOf(said)) ?? ""];
      }),
    )
    .filter(([, , sentence]) => sentence !== "");
  const page = `# What a fault does to a command

Every command that talks to the service meets every fault of the emulator's [fault switch](emulator-faults.md) at the
request that matters to it: \`test/e2e/fault-table.test.ts\` plays the table over HTTP and holds this page to it. The
service is simulated; the faults are those of networks and gateways.

In each case nothing is lost and nothing doubled: no second job, no second file of the same name, a state changed once or
not at all, no file gone that was not to go. And none of the secrets that were planted in the key, in a proxy's address and
in the service's own words (a token, a signed URL) is in the output, with \`--verbose\` too.

## Exit codes

0 done, 3 the service could not be reached or refused, or it is not known whether the job was created, 4 not signed in or
not allowed; empty where the request lists nothing.

${table(["", ...columns.map(({ name }) => name)], codes)}

A request that may be repeated is sent up to three times where it meets a fault that passes (408, 409, 429, 5xx, a line that
was cut, no answer in time), after the wait that the answer asks for, else after half a second and a second. A file is sent
up to four times, after 2, 4 and 8 seconds, and looked for by its content's name before each: it does not stand there twice.
Who is asked to wait for more than a minute is told so instead. While the service processes a file, and while a change is
waited for, faults that pass are waited out for as long as the waiting may take.

The request that creates a job is sent once. What became of it is looked for in the service's list for a minute
([exactly once](exactly-once.md)).

## A service that never answers

Each try ends after so many minutes; then the command ends with 3 and says which request had no answer in time. A watch goes
on, and says that it tries again. \`test/e2e/silence.test.ts\` holds these numbers by a clock of its own.

| request | minutes | tries |
| --- | --- | --- |
| a look | 1 | 3 |
| \`pause\`, \`resume\`, \`cancel\`, a deletion | 1 | 3 |
| the service's graders | 3 | 3 |
| a deployment's answer | 10 | 4 |
| a file | 30 | 1 |
| the job | 1 | 1 |

A file's time includes its sending; an answer must begin within five minutes of its last byte. Of the job it is not known then
whether it was created: it is looked for during a minute, and where the list is silent too, once. A sign-in ends after two
minutes, and a program such as az, which it asks, after one.

## What is said

${table(["command", "fault", "error, and what to do"], sentences)}
`;
  return format(page, { parser: "markdown", printWidth: 110 });
}

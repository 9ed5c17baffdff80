import type { Context } from "#cli/frame/context.js";
import { type SelfOptions, runSelf } from "./run-self.js";

/** One command of the demo, with its expected and its actual exit code. */
export interface DemoStep {
  argv: string[];
  expected: number;
  exitCode: number;
}

/** How many commands the whole demo plays. */
export const demoLength = 10;

/** Seconds between two looks. Each look moves the demo's clock by about one training step. */
const interval = ["--interval", "0.4"];

/**
 * Plays the whole demo, command by command, in a folder with its files.
 * @returns every command that ran; fewer than `demoLength` if no job was created
 */
export async function playDemo(context: Context, options: SelfOptions): Promise<DemoStep[]> {
  const { style } = context;
  const steps: DemoStep[] = [];
  const show = context.json ? context.stderr : context.stdout;
  const play = async (
    say: string,
    argv: string[],
    expected: number,
    interruptAt?: RegExp,
  ): Promise<string> => {
    show.write(`\n${style.dim(`# ${say}`)}\n${style.bold(`$ rft ${argv.join(" ")}`)}\n`);
    const { exitCode, output } = await runSelf(context, argv, {
      ...options,
      ...(interruptAt && { interruptAt }),
    });
    steps.push({ argv, expected, exitCode });
    show.write(style.dim(`(exit code ${exitCode})\n`));
    return output;
  };
  await play(
    "A file with the faults that cost people their first run.",
    ["validate-data", "broken.jsonl"],
    1,
  );
  await play(
    "The good pair, and the fields that the grader reads.",
    ["validate-data", "--job", "job.yaml"],
    0,
  );
  await play(
    "What the right answer earns, and what a cheater earns.",
    ["check-grader", "--job", "job.yaml"],
    0,
  );
  const submitted = await play("Upload and create the job, over HTTP.", ["submit", "job.yaml", "--yes"], 0);
  const jobId = /ftjob-\w+/.exec(submitted)?.[0];
  if (jobId === undefined) return steps;
  const watch = ["watch", jobId, ...interval];
  await play("Watch it live; Ctrl-C after step 5 leaves the job alone.", watch, 130, /Step 5\//);
  await play("Pause it.", ["pause", jobId], 0);
  await play("Watch until it stands paused: exit code 5.", watch, 5);
  await play("Let it go on.", ["resume", jobId], 0);
  await play("Watch it to its end.", watch, 0);
  await play("What came of it.", ["metrics", jobId], 0);
  return steps;
}

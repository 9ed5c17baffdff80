import type { Context } from "../context.js";
import { type SelfOptions, runSelf } from "./run-self.js";

/** One command of the demo, with the exit code it should end with and the one it did. */
export interface DemoStep {
  argv: string[];
  expected: number;
  exitCode: number;
}

type Play = (
  say: string,
  argv: string[],
  expected: number,
  onOutput?: SelfOptions["onOutput"],
) => Promise<string>;

/** Seconds between two looks: the simulated steps take half a second. */
const interval = ["--interval", "0.25"];
const pauseAfter = /Step 5\//;

/** Follows the job and, in what would be a second terminal, pauses it once a few steps are trained. */
async function watchAndPause(play: Play, jobId: string): Promise<void> {
  let pausing: Promise<string> | undefined;
  await play(
    "Watch it live; after step 5 somebody pauses it.",
    ["watch", jobId, ...interval],
    5,
    (output) => {
      if (!pausing && pauseAfter.test(output)) {
        pausing = play("(in a second terminal)", ["pause", jobId], 0);
      }
    },
  );
  await pausing;
}

/**
 * Plays the whole way, command by command, in a folder that holds the demo's files.
 * @returns every command with the exit code it ended with
 */
export async function playDemo(context: Context, options: SelfOptions): Promise<DemoStep[]> {
  const { style } = context;
  const steps: DemoStep[] = [];
  const show = context.json ? context.stderr : context.stdout;
  const play: Play = async (say, argv, expected, onOutput) => {
    show.write(`\n${style.dim(`# ${say}`)}\n${style.bold(`$ rft ${argv.join(" ")}`)}\n`);
    const { exitCode, output } = await runSelf(context, argv, { ...options, ...(onOutput && { onOutput }) });
    steps.push({ argv, expected, exitCode });
    show.write(style.dim(`(exit code ${exitCode}: rft ${argv[0]})\n`));
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
  await watchAndPause(play, jobId);
  await play("Let it go on.", ["resume", jobId], 0);
  await play("Watch it to its end.", ["watch", jobId, ...interval], 0);
  await play("What came of it.", ["metrics", jobId], 0);
  return steps;
}

/** A file of the demo. */
export interface DemoFile {
  name: string;
  text: string;
}

interface Row {
  messages: { role: string; content: string }[];
  date: string;
  weekday: string;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const things = ["The lease", "The audit", "The parcel", "The review", "The concert", "The repair"] as const;
const day = 24 * 60 * 60 * 1000;

/** The n-th question, in words: which date is a number of days after another. */
function makeRow(n: number): Row {
  // Strides coprime to the ranges make every row different, and spread the answers over the week.
  const start = new Date(Date.UTC(2026, 0, 5) + ((n * 37) % 331) * day);
  const days = 9 + ((n * 17) % 83);
  const end = new Date(start.getTime() + days * day);
  const said = `${start.getUTCDate()} ${months[start.getUTCMonth()]} ${start.getUTCFullYear()}`;
  const thing = things[n % things.length];
  const content =
    `${thing} is due ${days} days after ${said}. On which date is that, and which day of the week is it? ` +
    'Answer with JSON only: {"date": "YYYY-MM-DD", "weekday": "..."}';
  return {
    messages: [{ role: "user", content }],
    date: end.toISOString().slice(0, 10),
    weekday: weekdays[end.getUTCDay()] ?? "",
  };
}

function lines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

function range(from: number, to: number): Row[] {
  return Array.from({ length: to - from }, (_, index) => makeRow(from + index));
}

/** Rows with the faults that cost people their first run. */
function brokenLines(): string {
  const [first, second, third, fourth] = [makeRow(0), makeRow(1), makeRow(2), makeRow(3)];
  const { weekday: _weekday, ...withoutWeekday } = third;
  return [
    JSON.stringify({
      ...first,
      messages: [{ role: "system", content: "You are a calendar." }, ...first.messages],
    }),
    JSON.stringify({
      ...second,
      messages: [...second.messages, { role: "assistant", content: second.date }],
    }),
    JSON.stringify(withoutWeekday),
    `${JSON.stringify(fourth).slice(0, -1)},}`,
    ...range(4, 12).map((row) => JSON.stringify(row)),
    "",
  ].join("\n");
}

const responseFormat = {
  type: "json_schema",
  json_schema: {
    name: "due_date",
    strict: true,
    schema: {
      type: "object",
      properties: { date: { type: "string" }, weekday: { type: "string" } },
      required: ["date", "weekday"],
      additionalProperties: false,
    },
  },
};

const grader = {
  type: "multi",
  name: "due date",
  graders: {
    date: {
      type: "string_check",
      name: "date",
      input: "{{sample.output_json.date}}",
      reference: "{{item.date}}",
      operation: "eq",
    },
    date_close: {
      type: "text_similarity",
      name: "date close",
      input: "{{sample.output_json.date}}",
      reference: "{{item.date}}",
      evaluation_metric: "fuzzy_match",
    },
    weekday: {
      type: "string_check",
      name: "weekday",
      input: "{{sample.output_json.weekday}}",
      reference: "{{item.weekday}}",
      operation: "eq",
    },
  },
  calculate_output: "0.6 * date + 0.1 * date_close + 0.3 * weekday",
};

const jobFile = `# A reinforcement fine-tuning job: what is sent, with paths where the API takes ids.
model: o4-mini-2025-04-16
training_file: train.jsonl
validation_file: valid.jsonl
suffix: due-date
seed: 42
trainingType: GlobalStandard
method:
  type: reinforcement
  reinforcement:
    grader: grader.json
    response_format: response-format.json
    hyperparameters:
      n_epochs: 2
      batch_size: 4
      eval_interval: 5
      eval_samples: 3
      reasoning_effort: medium
`;

function json(name: string, value: object): DemoFile {
  return { name, text: `${JSON.stringify(value, null, 2)}\n` };
}

/** The demo's files: 40 training rows, 12 validation rows, a broken file, grader, response format and job file. */
export function makeDemoFiles(): DemoFile[] {
  return [
    { name: "broken.jsonl", text: brokenLines() },
    { name: "train.jsonl", text: lines(range(0, 40)) },
    { name: "valid.jsonl", text: lines(range(40, 52)) },
    json("grader.json", grader),
    json("response-format.json", responseFormat),
    { name: "job.yaml", text: jobFile },
  ];
}

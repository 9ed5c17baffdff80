import type { Finding } from "#finding.js";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import { answerForm } from "#grader/attack/answer-form.js";
import { type AnswerScoring, scoreAnswers } from "#grader/attack/score-answers.js";
import type { AnswerForm, Attack, AttackResult, AttackSubject } from "#grader/attack/attack.js";
import { attackBattery } from "#grader/attack/attack-battery.js";
import { type TriedAttack, attackFindings } from "#grader/attack/attack-findings.js";
import { commonAnswers } from "#grader/attack/common-answers.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import { sampleRows } from "#dataset/sampling/row-sample.js";
import { sampleFromText } from "#grader/language/sample.js";
import { scoreRange } from "#grader/parse/score-range.js";
import { type Tally, createTally } from "#grader/attack/tally.js";
import type { GraderRow } from "./unresolved-references.js";

/** Answers rows with what should earn nothing, and with right answers in another form. */
export interface AttackProof {
  readonly add: (row: GraderRow, gold: string | undefined) => void;
  /** `goldMean`: undefined if no gold answer could be built. */
  readonly finish: (goldMean: number | undefined) => Promise<TriedAttacks>;
}

/** What the attacks earned, and the findings about it. */
interface TriedAttacks {
  attacks: AttackResult[];
  findings: Finding[];
}

/** Most rows to attack: as many as the page advises having, and enough for a mean to two places. */
const keptRows = 1000;

interface KeptRow {
  line: number;
  item: JsonObject;
  gold: string | undefined;
}

/** Proves that a grader does not reward worthless answers, on a fair sample of 1,000 rows; the grader must run here. */
export function proveAttacks(
  grader: CompiledGrader,
  { responseFormat, scoring }: { responseFormat: JsonValue | undefined; scoring: AnswerScoring },
): AttackProof {
  const kept = sampleRows<KeptRow>(keptRows);
  const form = answerForm(grader, responseFormat);
  return {
    add: ({ line, item }, gold) => kept.add({ line, item, gold: hasForm(gold, form) ? gold : undefined }),
    async finish(goldMean) {
      const rows = kept.shuffled();
      const golds = rows.flatMap(({ gold }) => gold ?? []);
      const { majority, allLabels } = commonAnswers(golds, form);
      // Sorted by line, so that the first of several equally paid answers is shown.
      const subjects = withOthers(rows)
        .map(({ line, item, gold, other }) => ({ line, item, gold, other, majority, allLabels, form }))
        .toSorted((a, b) => a.line - b.line);
      const tried = await tryAttacks(attackBattery(grader.config), subjects, scoring);
      return { attacks: tried.map(({ report }) => report), findings: judge(grader, tried, goldMean) };
    },
  };
}

/** The user's own right answer may be text where the grader reads JSON: no attack can be built from it. */
function hasForm(gold: string | undefined, { paths }: AnswerForm): boolean {
  return gold !== undefined && (paths.length === 0 || sampleFromText(gold).output_json !== undefined);
}

/** Gives each row another row's right answer. */
function withOthers(rows: readonly KeptRow[]): (KeptRow & { other: string | undefined })[] {
  const answered = rows.filter(({ gold }) => gold !== undefined);
  const others = new Map(answered.map((row, index) => [row, answered.at(index - 1)?.gold]));
  return rows.map((row) => {
    const { line, item, gold } = row;
    return { line, item, gold, other: answered.length > 1 ? others.get(row) : undefined };
  });
}

async function tryAttacks(
  battery: readonly Attack[],
  subjects: readonly (AttackSubject & { line: number })[],
  scoring: AnswerScoring,
): Promise<TriedAttack[]> {
  const tallies = new Map<Attack, Tally>(battery.map((attack) => [attack, createTally()]));
  for await (const scored of scoreAnswers(attackAnswers(battery, subjects), scoring)) {
    for (const { answer, outcome } of scored) {
      if (outcome.value !== null) tallies.get(answer.attack)?.add(outcome.value, answer);
    }
  }
  return [...tallies].flatMap(([attack, tally]): TriedAttack[] => {
    const { name, kind } = attack;
    const example = tally.best();
    if (!example) return [];
    return [
      { attack, report: { name, kind, n: tally.n(), mean: tally.mean(), max: example.score, example } },
    ];
  });
}

/** Each attack's answers to all rows, one attack after another. */
function* attackAnswers(battery: readonly Attack[], subjects: readonly (AttackSubject & { line: number })[]) {
  for (const attack of battery) {
    yield subjects.flatMap((subject) => {
      const output = attack.answer(subject);
      return output === undefined ? [] : [{ attack, line: subject.line, item: subject.item, output }];
    });
  }
}

function judge(
  grader: CompiledGrader,
  tried: readonly TriedAttack[],
  goldMean: number | undefined,
): Finding[] {
  const range = scoreRange(grader.config);
  const gold = goldMean ?? (range.known ? range.max : undefined);
  const empty = tried.find(({ report }) => report.name === "empty")?.report.mean ?? range.min;
  return attackFindings(tried, { gold, empty, range });
}

import type { RuleSet } from "./rule-set.js";

/**
 * Seven public o4-mini runs on Azure whose time is known, by the clock (steps apart, or `running`):
 *
 * | run | date | steps | compute | hours | seconds a step and unit of compute |
 * | --- | --- | --- | --- | --- | --- |
 * | akshata29/finetuning, multi of string checks | 2026-06-18 | 52 | 1 | 1.70 | 93 to 136, median 108 |
 * | LAB521 v5, python with a tool | 2026-04-17 | 30 | 1.5 | 1.93 | 86 to 167, median 147 |
 * | LAB521 v5, endpoint | 2026-04-17 | 30 | 1.5 | 2.48 | about 160 |
 * | LAB521 v7, python with a tool | 2026-05-29 | 115 | 1.5 | 10.8 | 95 to 218, median 177 |
 * | felattaoui, python, low effort, batch by the service | 2026-01-28 | about 51 | 1 | 2.27 | about 150 |
 * | microsoft-foundry Countdown, python | 2026-10-03 | 25 | 1 | 3.95 | at most 550 |
 * | MSFT-Innovation-Hub-India/supplychain-hillclimb | 2026-07-22 | 67 | 2 | 24.75 billed | 450 to 600 |
 *
 * What tells the last two from the others is the length of an answer: thousands of tokens, not hundreds. A step grades
 * about 500 answers for each unit of compute, whatever the batch size (504 to 510 at 1, 638 to 753 at 1.5). Countdown
 * with an o3-mini judge took at most 5.03 h (700 s a step). In OpenAI's reinforcement fine-tuning guide (o4-mini, gpt-4o
 * as judge, 3,376 tokens an answer, about 1,000 answers and 70 tokens per judgement) a step takes 731 s. A recorded
 * graders/run answer has 134 tokens.
 */
export const runAnchors: RuleSet["runAnchors"] = {
  value: {
    runs: 7,
    model: "o4-mini-2025-04-16",
    stepSeconds: { low: 100, likely: 200, high: 600 },
    longStepSeconds: 731,
    validationSampleSeconds: { low: 0.5, likely: 0.7, high: 2 },
    rolloutsPerStep: { low: 425, likely: 495, high: 515 },
    completionTokens: { low: 250, likely: 580, high: 5000 },
    answerTokens: { low: 28, likely: 152, high: 189 },
    judgeOutputTokens: { low: 70, likely: 100, high: 134 },
    // Microsoft's sample bill: 5M tokens in, 4.9M out, o3-mini as grader.
    reasoningJudgeOutputShare: 0.98,
  },
  source:
    "seven public o4-mini runs on Azure, January to October 2026: microsoft/LAB521 (3), akshata29/finetuning, " +
    "felattaoui/Agentic-Reinforcement-Fine-Tuning, microsoft-foundry/fine-tuning (RFT_Countdown), " +
    "MSFT-Innovation-Hub-India/supplychain-hillclimb-showcase; and a step in OpenAI's reinforcement fine-tuning guide",
  date: "2026-10-03",
};

/**
 * Possible outcomes of "auto". The service publishes no rule. Batch sizes it chose: 7 for 180 and for 192 rows, 9 for 300
 * and for 343, which is half the square root of the rows, rounded, in four of four; the ends are assumed. Recorded jobs
 * show 1 to 4 epochs, an evaluation every 3 or 5 steps, and 1 to 10 answers per row in it.
 */
export const autoValues: RuleSet["autoValues"] = {
  value: {
    epochs: { low: 1, likely: 1, high: 3 },
    batchPerRootRow: { low: 0.75, likely: 0.5, high: 0.33 },
    evalInterval: { low: 10, likely: 5, high: 3 },
    evalSamples: { low: 1, likely: 2, high: 5 },
  },
  source:
    "assumed, what the service chooses is not published; likely batch size: what it chose in four public runs (7 for 180 " +
    "and 192 rows, 9 for 300 and 343)",
  date: "2026-07-23",
};

/** Hours from a job's creation to its first training, of the runs whose log says both. */
export const queueHours: RuleSet["queueHours"] = {
  value: { low: 0.1, likely: 3.4, high: 7.7 },
  source:
    "five public o4-mini jobs of 2026: 0.1 (felattaoui), 1.0 (supplychain-hillclimb), 3.4 and 7.7 (microsoft-foundry " +
    "Countdown) and 5.7 h (LAB521, endpoint grader); likely is their median",
  date: "2026-10-03",
};

import type { RuleSet } from "./rule-set.js";

/**
 * Measurements of one public run and one public step of another, which is all there is. The run is an o4-mini job on
 * Azure (microsoft/LAB521, result file of 30 steps, 2026-04-17) with a python grader and tools: steps of 118, 215 and
 * 331 s (least, median, most; the longest includes an evaluation), 0.62 to 0.67 s per graded validation sample, 658 to
 * 753 graded answers per step, 250 to 644 completion tokens per answer, of which 28 to 189 visible. The step is in
 * OpenAI's reinforcement fine-tuning guide (o4-mini, gpt-4o as judge, 3,376 completion tokens per answer): 731 s; its
 * token counts imply about 1,000 graded answers and 70 tokens per judgement. A recorded graders/run answer has 134.
 */
export const runAnchors: RuleSet["runAnchors"] = {
  value: {
    stepSeconds: { low: 118, likely: 215, high: 331 },
    longStepSeconds: 731,
    validationSampleSeconds: 0.65,
    rolloutsPerStep: { low: 658, likely: 700, high: 1000 },
    completionTokens: { low: 250, likely: 563, high: 3376 },
    answerTokens: { low: 28, likely: 152, high: 189 },
    judgeOutputTokens: { low: 70, likely: 100, high: 134 },
    // Microsoft's sample bill: 5M tokens in, 4.9M out, o3-mini as grader.
    reasoningJudgeOutputShare: 0.98,
  },
  source:
    "one run: result file of an o4-mini job on Azure, microsoft/LAB521, 30 steps; and one step in OpenAI's reinforcement fine-tuning guide",
  date: "2026-04-17",
};

/**
 * Possible outcomes of "auto". The service publishes no rule, so these are assumptions: 10 to 100 steps per epoch.
 * Recorded jobs show 1 epoch, an evaluation every 3 or 5 steps, and 2 or 5 answers per row in it.
 */
export const autoValues: RuleSet["autoValues"] = {
  value: {
    epochs: { low: 1, likely: 1, high: 3 },
    stepsPerEpoch: { low: 10, likely: 25, high: 100 },
    evalInterval: { low: 10, likely: 5, high: 3 },
    evalSamples: { low: 1, likely: 2, high: 5 },
  },
  source: "assumed: what the service chooses is not published",
  date: "2026-11-25",
};

/** Hours that jobs stood in `pending`, of the runs whose log says when it ended. */
export const queueHours: RuleSet["queueHours"] = {
  value: { low: 3.4, likely: 5.6, high: 7.7 },
  source:
    "two o4-mini jobs of 2026-10-03 in East US 2, Standard by default: 3.39 and 7.73 h in pending " +
    "(microsoft-foundry/fine-tuning, Demos/RFT_Countdown, run_records.jsonl @2a08ec4); likely is their mean",
  date: "2026-10-03",
};

/**
 * The library's public API: the core of `rft` as functions that return values. Nothing here prints or ends the process.
 */
export { FindingsError, RftError, StateError, type ErrorCode, type ErrorDetails } from "./errors.js";
export {
  type Finding,
  type FindingCode,
  type FindingSummary,
  type Severity,
  findingCodes,
} from "./finding.js";
export type { JsonObject, JsonValue } from "#json/json-value.js";
export { type RuleSet, type RuleSetName, ruleSetNames } from "#rules/rule-set.js";
export { newestRules, selectRules } from "#rules/select-rules.js";
export { type DataFile, type DataRole, findDataFiles } from "#dataset/read/source.js";
export {
  type FieldStatistics,
  type FileResult,
  type RowReference,
  type ValidateOptions,
  type ValidationResult,
  validateFiles,
} from "#dataset/validate/validate.js";
export type { TokenMode } from "#dataset/tokens/token-meter.js";
export type { TokenStatistics } from "#dataset/tokens/token-statistics.js";
export type { GraderConfig } from "#grader/config/grader-config.js";
export { type CompiledGrader, compileGrader } from "#grader/score/compile-grader.js";
export { prepareGrader } from "#grader/score/prepare-grader.js";
export { type Sample, sampleFromText } from "#grader/language/sample.js";
export { type Score, scoreSample } from "#grader/score/score-sample.js";
export { type Engines, type Scorer, createScorer } from "#grader/score/create-scorer.js";
export type { ChatMessage, Judge, JudgeReply, JudgeRequest, TokenUsage } from "#service/judge.js";
export { type CachedJudge, type JudgeSpend, cacheJudge } from "#grader/judge/judge-cache.js";
export {
  type PythonOptions,
  type PythonProcess,
  createPythonProcess,
} from "#grader/python/python-process.js";
export { parseSampleLine } from "#grader/samples/sample-line.js";
export { type Formula, FormulaError, compileFormula } from "#grader/language/expression.js";
export { type Results, type StepMetrics, parseResults } from "#run/steps/results.js";
export { type RunMetrics, readRun } from "#run/steps/run-metrics.js";
export { diagnose, type DiagnosisFacts } from "#run/diagnosis/diagnose.js";
export { type Diagnosis, type DiagnosisCode, diagnosisCodes } from "#run/diagnosis/diagnosis.js";
export { type RunResult, createRunResult } from "#run/outcome/run-result.js";
export { type Evaluation, type RunFacts, evaluationsOf } from "#run/steps/evaluations.js";
export { jobFileJsonSchema } from "#job/spec/job-file-json-schema.js";
export { type LoadedJob, loadJob } from "#job/spec/read-spec.js";
export type { JobFile, JobSpec, PlanFacts } from "#job/spec/spec.js";
export { type Plan, planJob } from "#job/submit/plan.js";
export type { Checkpoint, FineTuningApi, Job, JobEvent } from "#service/api.js";
export { type ConnectOptions, connect } from "#azure/connect.js";
export type { JobUpdate } from "#job/watch/job-update.js";
export { type WatchOptions, watchJob } from "#job/watch/watch.js";
export type { SavedWatch } from "#job/watch/saved-watch.js";
export { type ArmedRule, parseStopRule } from "#run/stop-rules/stop-rules.js";
export { type PastRun, type Replay, replayRules } from "#run/stop-rules/replay.js";
export { type Emulator, type EmulatorOptions, startEmulator } from "#emulator/server/start-emulator.js";
export type { Fault, FaultRule } from "#emulator/faults/fault-rule.js";

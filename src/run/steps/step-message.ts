import type { StepMetrics } from "./results.js";

// `Step 10/20 , train mean reward=0.42, full validation mean reward=0.68, full validation mean parse error=0.00`: what
// the service writes for a reinforcement step (Microsoft's azure-skills, monitor_training.py, 2026).
const stepOf = /^Step (\d+)(?:\/(\d+))?\b/;
const figure =
  /(train mean reward|full validation mean reward|full validation mean parse error)=([-+.\deE]+)/g;

/** The service's metric names for the words in its messages. */
const names: Readonly<Record<string, string>> = {
  "train mean reward": "train_mean_reward",
  "full validation mean reward": "full_valid_mean_reward",
  "full validation mean parse error": "full_valid_mean_parse_error",
};

/** The figures in a step event's text, for events without `data`; undefined if the text has none. */
export function stepOfMessage(message: string): StepMetrics | undefined {
  const [, step, total] = stepOf.exec(message) ?? [];
  if (step === undefined) return undefined;
  const metrics: StepMetrics = {
    step: Number(step),
    ...(total !== undefined && { total_steps: Number(total) }),
  };
  let isEmpty = true;
  for (const [, words = "", text] of message.matchAll(figure)) {
    const name = names[words];
    const value = Number(text);
    if (name === undefined || !Number.isFinite(value)) continue;
    metrics[name] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : metrics;
}

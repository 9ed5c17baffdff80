import type { FileQuota, Rule } from "./rule-set.js";

const quotas = "Microsoft Learn, Azure OpenAI quotas-limits";
const quotasDate = "2026-02-17";

/** The most jobs of one resource: at a time, and in all, ended ones included. */
export const jobQuota: Rule<{ running: number; runningDeveloper: number; queued: number; kept: number }> = {
  value: { running: 3, runningDeveloper: 5, queued: 20, kept: 100 },
  source: `${quotas}: 3 running (Standard, Global), 5 (Developer), 20 queued, 100 jobs a resource`,
  date: quotasDate,
};

/** The most that one job may take: hours, and tokens of its training file x epochs. */
export const jobSize: Rule<{ hours: number; tokensTimesEpochs: number }> = {
  value: { hours: 720, tokensTimesEpochs: 2_000_000_000 },
  source: `${quotas}: 720 hours a job, 2 billion tokens of the training file x epochs`,
  date: quotasDate,
};

/** The most deployments of one resource: of trained models, and of all. */
export const deploymentQuota: Rule<{ fineTuned: number; all: number }> = {
  value: { fineTuned: 10, all: 32 },
  source: `${quotas}: 10 fine-tuned deployments, 32 deployments a resource`,
  date: quotasDate,
};

/** The most files and bytes in one resource. */
export const fileQuota: Rule<FileQuota> = {
  value: { files: 100, bytes: 1024 ** 3 },
  source: `${quotas}: 100 files a resource, 1 GB of fine-tuning files`,
  date: quotasDate,
};

/** The first dated API version that accepts a python grader. */
export const pythonGraderVersion: Rule<string> = {
  value: "2025-04-01",
  source: "Microsoft Learn, reinforcement-fine-tuning: python graders need 2025-04-01-preview or v1",
  date: "2026-10-05",
};

/** Whether a judge must be deployed by whoever trains. */
export const judgeDeployment: Rule<string> = {
  value: "hosted by the service or deployed by you, depending on the model that is trained",
  source:
    'Microsoft Learn, fine-tuning data preparation: "Depending on the selected training model, Foundry hosts the grader or requires a separate grader deployment"; for which models is not said',
  date: "2026-10-07",
};

/** Models that train with tools, by request. */
export const agenticModels: Rule<readonly string[]> = {
  value: ["gpt-5-2025-08-07", "o4-mini-2025-04-16"],
  source: "microsoft-foundry/fine-tuning, cookbooks/04-agentic-rft (October 2026): access by request",
  date: "2026-10-01",
};

/** A role that a deed needs, its earlier name, and what allows the same without it. */
interface RoleRule {
  readonly role: string;
  readonly formerly: string;
  readonly or: string;
}

/** What an account needs to train (files, jobs, graders) and to deploy what was trained. */
export const roles: Rule<{ readonly training: RoleRule; readonly deploying: RoleRule }> = {
  value: {
    training: {
      role: "Foundry User",
      formerly: "Azure AI User",
      or: "Cognitive Services OpenAI Contributor on an Azure OpenAI resource",
    },
    deploying: {
      role: "Foundry Owner",
      formerly: "Azure AI Owner",
      or: "a role with Microsoft.CognitiveServices/accounts/deployments/write",
    },
  },
  source:
    "Microsoft Learn, Foundry: the how-to for fine-tuning (2026-10-05) and the page on deploying (2026-10-07)",
  date: "2026-10-07",
};

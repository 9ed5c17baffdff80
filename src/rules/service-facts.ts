import type { FileQuota, Rule } from "./rule-set.js";

/** The most jobs of one resource at a time. */
export const jobQuota: Rule<{ running: number; runningDeveloper: number; queued: number }> = {
  value: { running: 3, runningDeveloper: 5, queued: 20 },
  source: "Microsoft Learn, Azure OpenAI quotas: 3 running (Standard, Global), 5 (Developer), 20 queued",
  date: "2026-10-05",
};

/** The first dated API version that accepts a python grader. */
export const pythonGraderVersion: Rule<string> = {
  value: "2025-04-01",
  source: "Microsoft Learn, reinforcement-fine-tuning: python graders need 2025-04-01-preview or v1",
  date: "2026-10-05",
};

/** Regions that train a model with the Standard type; GlobalStandard is offered in about 27. */
export const standardRegions: Rule<Readonly<Record<string, readonly string[]>>> = {
  value: { "o4-mini": ["East US 2", "Sweden Central"], "gpt-5": ["North Central US", "Sweden Central"] },
  source: "Microsoft Learn, fine-tune-supported-models",
  date: "2026-10-06",
};

/** The most files and bytes in one resource. */
export const fileQuota: Rule<FileQuota> = {
  value: { files: 100, bytes: 1024 ** 3 },
  source: "Microsoft Learn, Azure OpenAI quotas: 100 files a resource, 1 GB of fine-tuning files",
  date: "2026-10-05",
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

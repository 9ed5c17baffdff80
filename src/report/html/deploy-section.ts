import { deploymentRequest } from "#run/outcome/deployment-request.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { alternativeRequest, curlOf } from "#report/run/report-deployment.js";
import { type Markup, markup } from "./markup.js";

/** How to deploy the recommended step, or the best that was kept, and the best one instead; empty if none is known. */
export function deploySection(run: RunResult, id: string): Markup {
  const request = deploymentRequest(run);
  if (!request) return markup``;
  const { deployable, deployableBest, recommended } = run;
  const best = alternativeRequest(run);
  const name = deployable?.step === recommended?.step ? "the recommended one" : "the best that was kept";
  const commands = [{ title: `Step ${deployable?.step}, ${name}`, command: curlOf(request) }];
  if (best) commands.push({ title: `Step ${deployableBest?.step}, the best`, command: curlOf(best) });
  return markup`<section id="${id}"><h2>Deploy</h2><p>Set SUBSCRIPTION, RESOURCE_GROUP and ACCOUNT first. A deployment costs by the hour.</p>
${commands.map(({ title, command }) => markup`<details><summary>${title}</summary><pre class="scroll" tabindex="0">${command}</pre></details>`)}</section>
`;
}

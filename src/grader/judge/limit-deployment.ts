import type { Deployment } from "#service/judge.js";

/** Limits a deployment to `atOnce` questions at a time; the others wait in order. */
export function limitDeployment(deployment: Deployment, atOnce: number): Deployment {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return {
    name: deployment.name,
    async ask(request) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await deployment.ask(request);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}

import type { Judge } from "./judge.js";

/** A judge that is asked no more than so many questions at once; the others wait in order. */
export function limitJudge(judge: Judge, atOnce: number): Judge {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return {
    name: judge.name,
    async ask(request) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await judge.ask(request);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}

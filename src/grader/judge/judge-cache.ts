import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readFailure } from "#files/read-failure.js";
import { writeWhole } from "#files/write-whole.js";
import { RftError } from "#errors.js";
import { isJsonObject, parseJson } from "#json/json-value.js";
import type { Judge, JudgeReply, JudgeRequest } from "#service/judge.js";
import { type TokenSpend, countSpend } from "#grader/config/token-spend.js";

/** What asking has cost so far. */
export interface JudgeSpend {
  /** Answers that were paid for, by the model that gave them. */
  readonly models: readonly TokenSpend[];
  /** Answers taken from the folder, or shared by equal questions asked at the same time. */
  readonly reused: number;
}

/** A judge that never asks the same question twice, and knows what it has spent. */
export interface CachedJudge extends Judge {
  spend(): JudgeSpend;
}

/**
 * Caches a judge's answers in a folder, one file each, named by the sha256 of the judge's name and the request, so that
 * an interrupted run resumes where it stopped. Answers are written as they come; failures are not kept. A file holds
 * the answer, not the request.
 * @throws RftError `input`, when asked, if the folder cannot be written
 */
export function cacheJudge(judge: Judge, folder: string): CachedJudge {
  const spent = countSpend();
  const underWay = new Map<string, Promise<JudgeReply>>();
  let reused = 0;
  const askAndKeep = async (request: JudgeRequest, path: string): Promise<JudgeReply> => {
    const kept = await readReply(path);
    if (kept) {
      reused++;
      return kept;
    }
    const reply = await judge.ask(request);
    spent.add(reply.model, reply.usage);
    await writeReply(folder, path, reply);
    return reply;
  };
  return {
    name: judge.name,
    spend: () => ({ models: spent.list(), reused }),
    async ask(request) {
      const key = createHash("sha256")
        .update(JSON.stringify([judge.name, request]))
        .digest("hex");
      const asked = underWay.get(key);
      if (asked) {
        const reply = await asked;
        reused++;
        return reply;
      }
      const answer = askAndKeep(request, join(folder, `${key}.json`));
      underWay.set(key, answer);
      try {
        return await answer;
      } finally {
        underWay.delete(key);
      }
    },
  };
}

/** Undefined if the reply is missing or broken; it is then asked for again. */
async function readReply(path: string): Promise<JudgeReply | undefined> {
  try {
    const value = parseJson(await readFile(path, "utf8"));
    return isReply(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isReply(value: unknown): value is JudgeReply {
  return isJsonObject(value) && typeof value["model"] === "string" && "content" in value && "usage" in value;
}

async function writeReply(folder: string, path: string, reply: JudgeReply): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(path, JSON.stringify(reply));
  } catch (error) {
    throw new RftError("input", `${folder}: ${readFailure(error)}`, {
      hint: "The judge's answers are kept there; give a folder that can be written with --cache.",
      cause: error,
    });
  }
}

import { type JsonValue, isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";
import type { AnswerKind } from "./policy.js";
import type { Random } from "./random.js";

/** The material for answers to a prompt. */
export interface AnswerSource {
  /** The reference's answer. */
  gold: string;
  /** The prompt's question. */
  question: string;
  /** Another row's gold. */
  otherGold: string;
}

function slipInText(text: string, random: Random): string {
  if (text.length < 2) return `${text}x`;
  const place = random.integer(text.length);
  return text.slice(0, place) + text.slice(place + 1);
}

/** The same value with one small mistake. */
function slipInValue(value: JsonValue, random: Random): JsonValue {
  if (typeof value === "number") return value + random.pick([-2, -1, 1, 2]);
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return slipInText(value, random);
  if (value === null) return "none";
  const keys = Object.keys(value);
  const wrong = keys[random.integer(keys.length)];
  if (Array.isArray(value)) {
    return wrong === undefined
      ? ["none"]
      : value.map((part, index) => (index === Number(wrong) ? slipInValue(part, random) : part));
  }
  return wrong === undefined
    ? { none: true }
    : { ...value, [wrong]: slipInValue(value[wrong] ?? null, random) };
}

function nearlyRight(gold: string, random: Random): string {
  const value = parseJsonOrUndefined(gold);
  return isJsonObject(value) || Array.isArray(value) || typeof value === "number"
    ? JSON.stringify(slipInValue(value, random))
    : slipInText(gold, random);
}

function malformed(gold: string, random: Random): string {
  const isJson = isJsonObject(parseJsonOrUndefined(gold));
  if (isJson && random.next() < 0.5) return gold.slice(0, Math.ceil(gold.length / 2));
  return `Let me see. The answer should be ${gold}, as far as I can tell.`;
}

/** Writes the simulated model's answer of a kind. */
export function writeAnswer(kind: AnswerKind, source: AnswerSource, random: Random): string {
  switch (kind) {
    case "right":
      return source.gold;
    case "near":
      return nearlyRight(source.gold, random);
    case "malformed":
      return malformed(source.gold, random);
    case "wrong":
      // Where all rows share one answer, another row's is not wrong.
      return source.otherGold === source.gold ? "I do not know." : source.otherGold;
    case "echo":
      return source.question;
  }
}

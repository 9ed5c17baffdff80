import { checkResponseFormat } from "#dataset/response-format/check-response-format.js";
import { RftError } from "#errors.js";
import type { Finding } from "#finding.js";
import { type JsonObject, type JsonValue, isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";
import { type DraftTask, draftFormat, draftMessages } from "./draft-request.js";
import type { FieldUse, GraderDraft } from "./field-use.js";
import type { Deployment } from "#service/judge.js";
import { parseGrader } from "#grader/parse/parse-grader.js";
import { schemaOf } from "#grader/parse/response-schema.js";
import { outputPathFindings, withoutFormatFinding } from "#grader/parse/output-path-findings.js";
import { compileTemplate } from "#grader/language/template.js";
import { templateTexts } from "#grader/parse/template-texts.js";
import { type TokenSpend, countSpend } from "#grader/config/token-spend.js";

/** A draft written by a model, and what it cost. */
export interface ModelDraft extends GraderDraft {
  models: TokenSpend[];
}

/** How many times a model is shown what is wrong with its draft. */
const repairs = 1;

/**
 * Has a model draft a grader from a description of the task. A faulty draft goes back to it once, with its faults; the
 * second answer is taken as it is, for the check of the draft to judge.
 * @throws RftError `refused` if it gives no readable draft; whatever the deployment throws
 */
export async function draftByModel(deployment: Deployment, task: DraftTask): Promise<ModelDraft> {
  const spend = countSpend();
  const messages: JsonObject[] = draftMessages(task);
  for (let time = 0; ; time++) {
    const request = { messages, response_format: draftFormat(task.rules) };
    const { content, refusal, model, usage } = await deployment.ask(request);
    spend.add(model, usage);
    const draft = readDraft(content);
    const faults = typeof draft === "string" ? [draft] : draftFaults(draft, task);
    if (faults.length > 0 && time < repairs) {
      messages.push(
        { role: "assistant", content: content ?? "" },
        { role: "user", content: `Correct this and give the whole draft again:\n${faults.join("\n")}` },
      );
    } else if (typeof draft === "string") {
      throw new RftError("refused", `${model} gave no draft: ${refusal ?? draft}`, {
        hint: "Try again, name another deployment, or leave --describe out: the draft is then made from the rows alone.",
      });
    } else return { ...draft, models: spend.list() };
  }
}

/** The draft, or why there is none. */
function readDraft(content: string | null): GraderDraft | string {
  const answer = parseJsonOrUndefined(content ?? "");
  if (!isJsonObject(answer)) return "the answer is not a JSON object";
  const grader = parseJsonOrUndefined(textOf(answer["grader"]));
  if (!isJsonObject(grader)) return "grader is not the text of a JSON object";
  const written = textOf(answer["response_format"]).trim();
  const format = written === "" ? undefined : parseJsonOrUndefined(written);
  if (written !== "" && !isJsonObject(format)) return "response_format is not the text of a JSON object";
  return {
    grader,
    ...(isJsonObject(format) && { responseFormat: format }),
    uses: readUses(answer["fields"]),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function readUses(value: JsonValue | undefined): FieldUse[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    if (!isJsonObject(entry)) return [];
    const { field, use, reason } = entry;
    return typeof field === "string" && typeof use === "string" && typeof reason === "string"
      ? [{ field, use, reason }]
      : [];
  });
}

/** What is wrong with a draft, as far as we can tell without the rows. */
function draftFaults({ grader, responseFormat }: GraderDraft, { fields, rules }: DraftTask): string[] {
  const parsed = parseGrader(grader, rules);
  const format = responseFormat === undefined ? [] : checkResponseFormat(responseFormat);
  const findings: Finding[] = [...parsed.findings, ...format];
  const { config } = parsed;
  if (config && findings.every(({ severity }) => severity !== "error")) {
    const schema = schemaOf(responseFormat);
    const missing = schema ? outputPathFindings(config, schema) : [withoutFormatFinding(config)];
    findings.push(...missing.filter((finding) => finding !== undefined));
    const known = new Set([...fields.map(({ name }) => name), "messages"]);
    const strangers = templateTexts(config)
      .flatMap(({ text }) => compileTemplate(text).references)
      .filter(({ namespace, path }) => namespace === "item" && !known.has(String(path[0])));
    if (strangers.length > 0) {
      return [...describe(findings), ...strangers.map(({ text }) => `- no row has {{${text}}}`)];
    }
  }
  return describe(findings.filter(({ severity }) => severity !== "note"));
}

function describe(findings: readonly Finding[]): string[] {
  return findings.map(({ pointer, message, help }) => `- ${pointer ?? ""} ${message}. ${help}`);
}

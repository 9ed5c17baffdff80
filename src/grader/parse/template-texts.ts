import type { GraderConfig, JudgeMessage } from "#grader/config/grader-config.js";

/** A text in which templates are filled, and its path inside the grader. */
export interface TemplateText {
  path: readonly (string | number)[];
  text: string;
}

/** Every text of a grader in which templates are filled, those of sub-graders included. */
export function templateTexts(config: GraderConfig): TemplateText[] {
  switch (config.type) {
    case "string_check":
    case "text_similarity":
      return [
        { path: ["input"], text: config.input },
        { path: ["reference"], text: config.reference },
      ];
    case "score_model":
    case "label_model":
      return config.input.flatMap((message, index) =>
        below(["input", index, "content"], messageTexts(message)),
      );
    case "python":
      return [];
    case "multi":
      return Object.entries(config.graders).flatMap(([key, part]) =>
        below(["graders", key], templateTexts(part)),
      );
  }
}

function below(path: readonly (string | number)[], texts: readonly TemplateText[]): TemplateText[] {
  return texts.map((place) => ({ path: [...path, ...place.path], text: place.text }));
}

function messageTexts({ content }: JudgeMessage): TemplateText[] {
  if (!Array.isArray(content)) return partText(content, []);
  return content.flatMap((part, index) => partText(part, [index]));
}

function partText(
  part: Exclude<JudgeMessage["content"], unknown[]>,
  path: readonly number[],
): TemplateText[] {
  if (typeof part === "string") return [{ path, text: part }];
  return part.type === "input_text" || part.type === "output_text"
    ? [{ path: [...path, "text"], text: part.text }]
    : [];
}

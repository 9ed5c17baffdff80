/** A definition of grade whose parameters can be read without Python: no parentheses, strings or comments in them. */
const definition = /^[ \t]*(?:async[ \t]+)?def[ \t]+grade[ \t]*\(([^()#'"\\]*)\)/gm;

/**
 * Why a source cannot be called as `grade(sample, item)`, as far as we can tell without Python: a rough check that
 * stays silent if in doubt. With python3 at hand, `pythonFindings` knows better.
 */
export function judgeSignature(source: string): string | undefined {
  if (!/\bgrade\b/.test(source)) return "source defines no function grade";
  const [only, ...more] = [...source.matchAll(definition)];
  if (!only || more.length > 0) return undefined;
  const parameters = splitParameters(only[1] ?? "");
  if (parameters.some((parameter) => parameter.startsWith("*"))) return undefined;
  const positional = parameters.filter((parameter) => parameter !== "/");
  const required = positional.filter((parameter) => !parameter.includes("="));
  if (required.length <= 2 && positional.length >= 2) return undefined;
  const names = positional.map((parameter) => /^\w*/.exec(parameter)?.[0] ?? "");
  return `grade takes (${names.join(", ")}), and is called with a sample and an item`;
}

/** Splits at the commas outside annotations such as `dict[str, Any]`. */
function splitParameters(list: string): string[] {
  const parameters: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= list.length; at++) {
    const character = list[at] ?? ",";
    if (character === "[" || character === "{") depth++;
    if (character === "]" || character === "}") depth--;
    if (character === "," && (depth === 0 || at === list.length)) {
      parameters.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parameters.filter((parameter) => parameter !== "");
}

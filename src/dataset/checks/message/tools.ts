import { type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";
import type { FindingText } from "#dataset/row/finding-list.js";
import { showValue } from "#words/show-value.js";

const toolForm = '{"type": "function", "function": {"name": "...", "parameters": {...}}}';

/** The names of functions that the chat API accepts. */
export const functionName = /^[a-zA-Z0-9_-]{1,64}$/;

/** Checks that a row's tools, if any, are function tools in the form of the chat API. */
export const toolsCheck: RowCheck = {
  codes: ["tools-invalid"],
  start({ report }) {
    return {
      row({ line, item }) {
        const tools = item["tools"];
        if (tools === undefined || tools === null) return;
        const at = { code: "tools-invalid", severity: "error", line } as const;
        if (!Array.isArray(tools)) {
          report({ ...at, write: () => describeNotArray(tools) });
          return;
        }
        for (const [index, tool] of tools.entries()) {
          const fault = findFault(tool, `/tools/${index}`);
          if (fault) report({ ...at, write: () => fault });
        }
      },
    };
  },
};

function describeNotArray(tools: JsonValue): FindingText {
  return {
    message: `tools is ${showValue(tools)}, not an array`,
    help: `Write an array of ${toolForm}.`,
    pointer: "/tools",
  };
}

/** The first fault of a tool. */
function findFault(tool: JsonValue, pointer: string): FindingText | undefined {
  const fault = (what: string, place: string, help = `Write ${toolForm}.`): FindingText => ({
    message: `a tool ${what}`,
    help,
    pointer: pointer + place,
  });
  if (!isJsonObject(tool)) return fault(`is ${showValue(tool)}, not an object`, "");
  const { type, function: declared } = tool;
  if (type !== "function") return fault(`has the type ${showValue(type)}, not "function"`, "/type");
  if (!isJsonObject(declared)) {
    const isFlat = declared === undefined && typeof tool["name"] === "string";
    const help = isFlat ? `This is the form of the Responses API; write ${toolForm}.` : undefined;
    return fault(`has ${showValue(declared)} for its function`, "/function", help);
  }
  const { name, parameters } = declared;
  if (typeof name !== "string" || !functionName.test(name)) {
    const help = "Give it a name of 1 to 64 letters, digits, _ and -.";
    return fault(`has the name ${showValue(name)}`, "/function/name", help);
  }
  if (parameters === undefined || isJsonObject(parameters)) return undefined;
  const help = "Write a JSON Schema of type object, or leave parameters out.";
  return fault(`has ${showValue(parameters)} for its parameters`, "/function/parameters", help);
}

import type { FileCheck } from "#dataset/checks/contract/check.js";

/** Checks that all rows have tools or none does: otherwise the model is trained on two different tasks. */
export const toolsDifferCheck: FileCheck = {
  codes: ["tools-differ"],
  start({ report }) {
    const groups = { with: { first: 0, count: 0 }, without: { first: 0, count: 0 } };
    return {
      row({ line, raw }) {
        const tools = raw["tools"];
        const group = groups[Array.isArray(tools) && tools.length > 0 ? "with" : "without"];
        if (group.count === 0) group.first = line;
        group.count++;
      },
      end() {
        const { with: some, without: others } = groups;
        if (some.count === 0 || others.count === 0) return;
        const all = some.count + others.count;
        report({
          code: "tools-differ",
          severity: "warning",
          // The smaller group is likely the mistake.
          line: (some.count < others.count ? some : others).first,
          write: () => ({
            message: `${some.count} of ${all} rows have tools, the others have none (first with: line ${some.first}, first without: line ${others.first})`,
            help: "Give every row the tools the model will have when it is used, or leave them out of all.",
            pointer: "/tools",
          }),
        });
      },
    };
  },
};

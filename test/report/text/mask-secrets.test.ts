import { expect, test } from "vitest";
import { maskSecrets } from "#report/text/mask-secrets.js";

test("credentials of tools and endpoint graders are masked, the rest is not touched", () => {
  const job = {
    tools: [
      {
        name: "t",
        server_url: "https://x/y?code=CODE&a=1",
        headers: { Authorization: "Bearer T", "x-y": "z" },
      },
    ],
    grader: {
      type: "endpoint",
      url: "https://x/y?sv=1&sig=SIG",
      headers: { k: "v" },
      api_key: "K",
      password: "P",
    },
    reasoning_tokens: 3,
    note: "a sentence with code=5 in it",
    nothing: null,
  };
  expect(maskSecrets(job)).toEqual({
    tools: [
      { name: "t", server_url: "https://x/y?code=***&a=1", headers: { Authorization: "***", "x-y": "***" } },
    ],
    grader: {
      type: "endpoint",
      url: "https://x/y?sv=1&sig=***",
      headers: { k: "***" },
      api_key: "***",
      password: "***",
    },
    reasoning_tokens: 3,
    note: "a sentence with code=5 in it",
    nothing: null,
  });
  expect(job.tools[0]?.headers.Authorization).toBe("Bearer T");
});

import { AggregateAuthenticationError, CredentialUnavailableError } from "@azure/identity";
import { expect, test } from "vitest";
import { signInError } from "#azure/credential.js";

// As @azure/identity 4.13.1 words them on a machine with none of its sources.
const messages = [
  "EnvironmentCredential is unavailable. No underlying credential could be used. To troubleshoot, visit https://aka.ms/azsdk/js/identity/environmentcredential/troubleshoot.",
  "ManagedIdentityCredential: Network unreachable. Message: network_error: See https://aka.ms/msal.js.errors#network_error for details",
  "Visual Studio Code Authentication is not available. Ensure you have have Azure Resources Extension installed in VS Code.",
  "Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation instructions.",
  "Error: Unable to execute PowerShell. Ensure that it is installed in your system.",
  "Azure Developer CLI couldn't be found. To mitigate this issue, see the troubleshooting guidelines.",
];

test("each credential of the chain is named with why it failed, and az login is the way out", () => {
  const error = new AggregateAuthenticationError(
    messages.map((message) => new CredentialUnavailableError(message)),
    "ChainedTokenCredential authentication failed.",
  );
  expect(signInError(error)).toMatchObject({
    code: "authentication",
    message:
      "not signed in: none of 6 credentials worked: EnvironmentCredential: No underlying credential could be used; " +
      "ManagedIdentityCredential: Network unreachable; " +
      "VisualStudioCodeCredential: Visual Studio Code Authentication is not available; " +
      "AzureCliCredential: Azure CLI could not be found; " +
      "AzurePowerShellCredential: Unable to execute PowerShell; " +
      "AzureDeveloperCliCredential: Azure Developer CLI couldn't be found",
    hint: expect.stringContaining("az login"),
  });
});

test.each([
  [
    "EnvironmentCredential authentication failed. To troubleshoot, visit https://aka.ms/x. Status code: 400",
    "EnvironmentCredential: authentication failed",
  ],
  [
    "Please run 'az login' from a command prompt to authenticate before using this credential.",
    "AzureCliCredential: Please run 'az login' from a command prompt to authenticate before using this credential",
  ],
  ["Unexpected end of JSON input", "a program that was asked (az or azd) gave no token within a minute"],
  ["Something new with Bearer abcdefghijklmnop in it", "Something new with Bearer *** in it"],
])("one that is set up but refused ends the chain: %s", (message, shown) => {
  expect(signInError(new Error(message)).message).toBe(`not signed in: ${shown}`);
});

import type { ChalkInstance } from "chalk";
import type { CheckOutcome, Examination } from "#job/doctor/run-doctor.js";
import type { FoundSetting } from "#service/probes.js";
import { printable } from "#words/printable.js";
import { wrap } from "#words/wrap.js";

const words = { ok: "ok", warning: "warning", error: "error", skipped: "-" } as const;

/** Aligns hints with the messages they belong to. */
const indent = " ".repeat(26);
const width = 100;

const labels: Readonly<Record<string, string>> = {
  endpoint: "endpoint",
  apiVersion: "API version",
  authority: "cloud",
  apiKey: "key",
};

function originOf({ kind, name, file }: FoundSetting["from"]): string {
  if (kind === "default") return name;
  return kind === "profile" ? `profile ${name} of ${file ?? "the configuration file"}` : name;
}

function settingLine({ name, value, from }: FoundSetting): string {
  const label = `  ${(labels[name] ?? name).padEnd(15)}`;
  if (from.kind === "default") return `${label}${originOf(from)}\n`;
  return printable(`${label}${value ?? "set"}  (${originOf(from)})`) + "\n";
}

function colored(status: CheckOutcome["status"], style: ChalkInstance): string {
  const word = words[status].padEnd(9);
  if (status === "error") return style.red(word);
  if (status === "warning") return style.yellow(word);
  return status === "ok" ? style.green(word) : style.dim(word);
}

/** What `rft doctor` found: each setting and where it came from, each check and what to do if it failed. */
export function reportDoctor({ settings, checks, ok }: Examination, style: ChalkInstance): string {
  const lines = checks.map(({ name, status, message, hint }) => {
    const line = `  ${name.padEnd(15)}${colored(status, style)}${printable(message)}\n`;
    return hint === undefined ? line : `${line}${wrap(printable(hint), width, indent)}`;
  });
  const errors = checks.filter(({ status }) => status === "error").length;
  const end = ok ? "the service can be used" : `${errors} of ${checks.length} checks failed`;
  return `${settings.map(settingLine).join("")}\n${lines.join("")}\n${end}\n`;
}

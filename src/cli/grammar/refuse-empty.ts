import type { CommandUnknownOpts } from "@commander-js/extra-typings";

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.includes(""));
}

/**
 * Refuses an empty argument or option value as wrong usage: it is what a shell makes of an unset variable. An empty
 * path would mean the current folder, an empty id everything there is.
 */
export function refuseEmpty(command: CommandUnknownOpts, args: readonly unknown[]): void {
  const ofArgument = command.registeredArguments.find((_, index) => isEmpty(args[index]));
  const ofOption = command.options.find((option) => isEmpty(command.getOptionValue(option.attributeName())));
  const name = ofArgument
    ? `argument '${ofArgument.name()}'`
    : ofOption && `option '${ofOption.flags}' argument`;
  if (name !== undefined) command.error(`error: ${name} is empty. Is a variable of the shell not set?`);
}

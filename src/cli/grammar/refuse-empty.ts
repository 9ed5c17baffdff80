import type { CommandUnknownOpts } from "@commander-js/extra-typings";

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.includes(""));
}

/**
 * Ends a command as wrong usage where an argument or an option's value is an empty text: what a shell makes of a variable
 * that is not set. An empty path would stand for the current folder, an empty id for all that there is.
 */
export function refuseEmpty(command: CommandUnknownOpts, args: readonly unknown[]): void {
  const ofArgument = command.registeredArguments.find((_, index) => isEmpty(args[index]));
  const ofOption = command.options.find((option) => isEmpty(command.getOptionValue(option.attributeName())));
  const name = ofArgument
    ? `argument '${ofArgument.name()}'`
    : ofOption && `option '${ofOption.flags}' argument`;
  if (name !== undefined) command.error(`error: ${name} is empty. Is a variable of the shell not set?`);
}

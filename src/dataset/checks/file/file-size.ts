import type { FileCheck } from "#dataset/checks/contract/check.js";

/** Checks the file size against the limit of the service, and the size above which uploads are known to fail. */
export const fileSizeCheck: FileCheck = {
  codes: ["file-too-large", "file-large"],
  start({ report, rules: { fileBytes, reliableFileBytes } }) {
    return {
      end({ bytes }) {
        if (bytes > fileBytes.value) {
          report({
            code: "file-too-large",
            severity: "error",
            write: () => ({
              message: `the file has ${inMegabytes(bytes)}; the service takes ${inMegabytes(fileBytes.value)}`,
              help: "Use fewer or shorter rows: reinforcement fine-tuning works with a few hundred good ones.",
            }),
          });
        } else if (bytes > reliableFileBytes.value) {
          report({
            code: "file-large",
            severity: "warning",
            write: () => ({
              message: `the file has ${inMegabytes(bytes)}; uploads above ${inMegabytes(reliableFileBytes.value)} are known to fail without a word`,
              help: "Use fewer or shorter rows, or check after the upload that the file is processed.",
            }),
          });
        }
      },
    };
  },
};

/** In MB of 1024 x 1024 bytes, as the service counts; rounded up, so a file over a limit never reads as at it. */
function inMegabytes(bytes: number): string {
  return `${Math.ceil((bytes / (1024 * 1024)) * 10) / 10} MB`;
}

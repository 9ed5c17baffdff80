/** Inserted by the build, from package.json. */
declare const RFT_VERSION: string;

export const version: string = RFT_VERSION;

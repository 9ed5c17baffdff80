/** Put in by the build from package.json. */
declare const RFT_VERSION: string;

/** This version, as in package.json. */
export const version: string = RFT_VERSION;

/** Inserted by the build, from docs/findings. */
declare const RFT_FINDING_PAGES: Readonly<Record<string, string>>;

/** The page of every finding, in Markdown, by code. */
export const findingPages: ReadonlyMap<string, string> = new Map(Object.entries(RFT_FINDING_PAGES));

import type { ReportAssets } from "#report/html/html-report.js";

/** Put in by the build, of src/report/browser and uPlot. */
declare const RFT_REPORT_ASSETS: ReportAssets;

/** What an HTML report carries beside its text. */
export const reportAssets: ReportAssets = RFT_REPORT_ASSETS;

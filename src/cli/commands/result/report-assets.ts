import type { ReportAssets } from "#report/html/html-report.js";

/** Inserted by the build, from src/report/browser and uPlot. */
declare const RFT_REPORT_ASSETS: ReportAssets;

/** The code and styles that an HTML report carries. */
export const reportAssets: ReportAssets = RFT_REPORT_ASSETS;

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { rolldown } from "rolldown";

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/**
 * What the HTML report carries: the code that draws its charts with uPlot, bundled for a browser, and its styles.
 * `constants` replaces names in the code; `moduleIds` lists the bundled modules.
 * @throws Error if the code or the styles could end the element that holds them
 */
export async function reportAssets() {
  const built = await rolldown({
    input: "src/report/browser/report.ts",
    platform: "browser",
    transform: { target: "es2022" },
  });
  const { output } = await built.generate({ format: "iife", minify: true });
  await built.close();
  const [{ code, moduleIds }] = output;
  const script = code.trim();
  const style = [
    "node_modules/uplot/dist/uPlot.min.css",
    ...["report", "print"].map((name) => `src/report/browser/${name}.css`),
  ]
    .map((path) => readFileSync(path, "utf8").trim())
    .join("\n");
  if (/<\/(?:script|style)|<!--/i.test(script + style))
    throw new Error("the report's code would end its own element");
  const assets = { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
  return { constants: { RFT_REPORT_ASSETS: JSON.stringify(assets) }, moduleIds };
}

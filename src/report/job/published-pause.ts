import type { PublishedPause } from "#rules/find-pause.js";
import { grouped } from "#words/quantities.js";

/** What is published of the service's own pause, without the final stop: a promise only where there is one. */
export function publishedPause({ status, dollars, date }: PublishedPause): string {
  switch (status) {
    case "pauses":
      return (
        `The service pauses the job at $${grouped(dollars ?? 0)} of training and grading, by the page of ${date}; ` +
        "pages since then give no number"
      );
    case "never-pauses":
      return "The service does not pause this model's jobs by itself: nothing limits what it costs";
    case "not-published":
      return "Whether the service pauses a job by itself is not published for this model: take it that nothing limits what it costs";
  }
}

import type { Transfer } from "#job/submit/submit-options.js";
import { printable } from "#words/printable.js";
import { bytes, duration } from "#words/quantities.js";

/** What has been sent in how many seconds. */
export interface TransferRate {
  seconds: number;
  bytes: number;
}

/** Seconds after which a rate says something. */
const least = 1;

/** `uploading train.jsonl: 45 MB of 140 MB, 12 MB/s, 8 s left`; rate and time left once they can be told. */
export function describeTransfer({ path, sent, bytes: whole }: Transfer, rate: TransferRate): string {
  const start = `uploading ${printable(path)}: ${bytes(sent)} of ${bytes(whole)}`;
  if (rate.seconds < least || rate.bytes <= 0) return start;
  const perSecond = rate.bytes / rate.seconds;
  return `${start}, ${bytes(perSecond)}/s, ${duration((whole - sent) / perSecond)} left`;
}

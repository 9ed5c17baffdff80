import type { Transfer } from "#job/submit/submit-options.js";
import { printable } from "#words/printable.js";
import { bytes, duration } from "#words/quantities.js";

/** Bytes sent, and the seconds it took. */
export interface TransferRate {
  seconds: number;
  bytes: number;
}

/** Seconds before a rate is meaningful. */
const least = 1;

/** `uploading train.jsonl: 45 MB of 140 MB, 12 MB/s, 8 s left`; rate and time left once they are meaningful. */
export function describeTransfer({ path, sent, bytes: whole }: Transfer, rate: TransferRate): string {
  const start = `uploading ${printable(path)}: ${bytes(sent)} of ${bytes(whole)}`;
  if (rate.seconds < least || rate.bytes <= 0) return start;
  const perSecond = rate.bytes / rate.seconds;
  return `${start}, ${bytes(perSecond)}/s, ${duration((whole - sent) / perSecond)} left`;
}

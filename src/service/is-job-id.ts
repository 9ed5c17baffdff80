/** True for what names a job at the service, not a file here. */
export function isJobId(source: string): boolean {
  return source.startsWith("ftjob-");
}

/** True for a job id at the service, as opposed to a local file. */
export function isJobId(source: string): boolean {
  return source.startsWith("ftjob-");
}

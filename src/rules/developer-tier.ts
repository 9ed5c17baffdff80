/**
 * Whether a job's training type is the developer tier, whose jobs the service may preempt and resume. It answers types
 * in lower camel case (recorded, 2025-12); people write the portal's name.
 */
export function isDeveloperTier(trainingType: unknown): boolean {
  return typeof trainingType === "string" && /^developer(?:tier)?$/i.test(trainingType);
}

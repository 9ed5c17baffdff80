export function reportAssets(): Promise<{ constants: Record<string, string>; moduleIds: string[] }>;

/** What dependency-cruiser says of a module, as far as it is asked here. */
export interface CruisedModule {
  source: string;
  dependencies: { resolved: string }[];
}

export function folderFaults(modules: CruisedModule[], rooms: string[]): string[];

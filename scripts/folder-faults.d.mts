/** The part of dependency-cruiser's module data that is used here. */
export interface CruisedModule {
  source: string;
  dependencies: { resolved: string }[];
}

export function folderFaults(modules: CruisedModule[], rooms: string[]): string[];

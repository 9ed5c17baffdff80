export declare function builtInConstants(): Record<string, string>;

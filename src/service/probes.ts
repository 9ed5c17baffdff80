import type { Job, ServiceFile } from "./api.js";

/** A setting as it may be shown, and where it was found. */
export interface FoundSetting {
  name: string;
  /** Absent for a secret. */
  value?: string;
  from: { kind: "flag" | "environment" | "profile" | "default"; name: string; file?: string };
}

/** What a request would be sent with. */
export interface Target {
  baseUrl: string;
  hostname: string;
  port: number;
  isTls: boolean;
  /** One of Azure's own hosts, or this machine. */
  isKnownHost: boolean;
  /** A host of Azure's that is spelt nearly so. */
  probableHost: string | undefined;
  project: string | undefined;
  /** The dated version; undefined on the v1 path. */
  datedVersion: string | undefined;
  hasKey: boolean;
  scope: string;
  proxy: { label: string; hostname: string; port: number; variable: string } | undefined;
}

/** What the last answer's headers said. */
export interface AnswerFacts {
  /** Milliseconds since 1970 of the `Date` header. */
  serviceTime: number | undefined;
  /** Milliseconds here when it came. */
  ownTime: number;
  /** `x-ms-region`. */
  region: string | undefined;
}

/**
 * What the checks ask of the world. Each throws `RftError` with a code of the contract; asked twice, it gives what it found
 * the first time.
 */
export interface Probes {
  settings(): Promise<FoundSetting[]>;
  target(): Promise<Target>;
  /** The addresses of a host. */
  lookUp(hostname: string): Promise<string[]>;
  /** Opens a connection, with TLS where asked for; undefined without TLS. */
  shakeHands(hostname: string, port: number, isTls: boolean): Promise<{ issuer: string } | undefined>;
  signIn(): Promise<void>;
  jobs(): Promise<Job[]>;
  files(): Promise<ServiceFile[]>;
  /** Undefined before anything was answered. */
  lastAnswer(): AnswerFacts | undefined;
}

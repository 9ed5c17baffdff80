import type { Job, ServiceFile } from "./api.js";

/** A setting as we may show it, and where it was found. */
export interface FoundSetting {
  name: string;
  /** Absent for a secret. */
  value?: string;
  from: { kind: "flag" | "environment" | "profile" | "default"; name: string; file?: string };
}

/** The connection settings a request would use. */
export interface Target {
  baseUrl: string;
  hostname: string;
  port: number;
  isTls: boolean;
  /** One of Azure's own hosts, or this machine. */
  isKnownHost: boolean;
  /** An Azure host with a similar spelling. */
  probableHost: string | undefined;
  project: string | undefined;
  /** The dated version; undefined on the v1 path. */
  datedVersion: string | undefined;
  hasKey: boolean;
  proxy: { label: string; hostname: string; port: number; variable: string } | undefined;
}

/** What the last answer's headers said. */
export interface AnswerFacts {
  /** Milliseconds since 1970, from the `Date` header. */
  serviceTime: number | undefined;
  /** Milliseconds by which that is ahead of the real time on purpose: an emulator's. */
  simulatedAhead: number;
  /** Our clock when it arrived, in milliseconds. */
  ownTime: number;
  /** `x-ms-region`. */
  region: string | undefined;
}

/**
 * Sources for the checks. Each throws `RftError` with a code of the contract; asked again, it returns the first result.
 */
export interface Probes {
  settings(): Promise<FoundSetting[]>;
  target(): Promise<Target>;
  /** The addresses of a host. */
  lookUp(hostname: string): Promise<string[]>;
  /** Opens a connection, with TLS if asked; undefined without TLS. */
  shakeHands(hostname: string, port: number, isTls: boolean): Promise<{ issuer: string } | undefined>;
  /** Gets a token; the scope it is for. */
  signIn(): Promise<string>;
  /** The scopes in the order they are tried, and the one whose token the service has taken, once it has. */
  scopes(): Promise<{ tried: readonly string[]; taken: string | undefined }>;
  jobs(): Promise<Job[]>;
  files(): Promise<ServiceFile[]>;
  /** Undefined until something has answered. */
  lastAnswer(): AnswerFacts | undefined;
}

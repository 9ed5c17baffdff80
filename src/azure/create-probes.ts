import { once } from "node:events";
import { type Socket, connect as connectPlain } from "node:net";
import { type TLSSocket, connect as connectTls } from "node:tls";
import { RftError } from "#errors.js";
import type { FineTuningApi } from "#service/api.js";
import { allPages } from "#service/all-pages.js";
import type { AnswerFacts, FoundSetting, Probes, Target } from "#service/probes.js";
import { createClient } from "./client.js";
import { simulatedAheadOf } from "./service-clock.js";
import { cloudOfHost, probableHost } from "./cloud-of.js";
import { isDated, shownEndpoint } from "./config.js";
import { networkFaultOf } from "./network-faults.js";
import {
  type ConnectionRequest,
  type OpenConnection,
  findSettings,
  openConnection,
} from "./open-connection.js";
import { isLoopback } from "./profile.js";
import type { Proxy } from "./proxy.js";
import type { Setting, Settings } from "./settings.js";
import { createSignIn } from "./sign-in.js";

/** What the probes need besides the connection settings. */
export interface ProbeOptions {
  request: ConnectionRequest;
  signal: AbortSignal;
  now: () => Date;
  /** Rejects where the run is aborted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** The addresses of a host; rejects with the network's own error. */
  lookUp: (hostname: string) => Promise<string[]>;
}

const handshakeTimeout = 10_000;

function unreachable(place: string, error: unknown): RftError {
  const fault = networkFaultOf(error);
  const reason = fault ? `${fault.reason} (${fault.code})` : "the connection failed";
  const hint = fault?.hint ?? "Check the endpoint and the network.";
  return new RftError("unreachable", `${place}: ${reason}`, { hint, cause: error });
}

function bareHost(hostname: string): string {
  return hostname.replaceAll(/[[\]]/g, "");
}

async function shakeHands(hostname: string, port: number, isTls: boolean) {
  const host = bareHost(hostname);
  const tls = isTls ? connectTls({ host, port, servername: host }) : undefined;
  const socket: Socket = tls ?? connectPlain({ host, port });
  try {
    await once(socket, tls ? "secureConnect" : "connect", { signal: AbortSignal.timeout(handshakeTimeout) });
    return tls && issuerOf(tls);
  } catch (error) {
    const isLate = error instanceof Error && error.name === "AbortError";
    throw isLate
      ? new RftError("timeout", `${hostname}:${port} does not answer`, {
          hint: "Is a firewall, a private network or a missing proxy (HTTPS_PROXY) in the way?",
          cause: error,
        })
      : unreachable(`${hostname}:${port}`, error);
  } finally {
    socket.destroy();
  }
}

function issuerOf(socket: TLSSocket): { issuer: string } {
  const { O, CN } = socket.getPeerCertificate().issuer;
  return { issuer: String(O ?? CN ?? "somebody") };
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}

function proxyOf(proxy: Proxy | undefined): Target["proxy"] {
  if (!proxy) return undefined;
  const url = new URL(proxy.url);
  return { label: proxy.label, variable: proxy.variable, hostname: url.hostname, port: portOf(url) };
}

function targetOf({ connection, proxy }: OpenConnection): Target {
  const { baseUrl, apiVersion, apiKey } = connection;
  const url = new URL(baseUrl);
  const isKnownHost = cloudOfHost(url.hostname) !== undefined || isLoopback(url.hostname);
  return {
    baseUrl,
    hostname: url.hostname,
    port: portOf(url),
    isTls: url.protocol === "https:",
    isKnownHost,
    probableHost: probableHost(url.hostname),
    project: /\/api\/projects\/([^/]+)/.exec(url.pathname)?.[1],
    datedVersion: apiVersion !== undefined && isDated(apiVersion) ? apiVersion : undefined,
    hasKey: apiKey !== undefined,
    proxy: proxyOf(proxy),
  };
}

function found(name: string, setting: Setting | undefined, otherwise: string): FoundSetting {
  if (!setting) return { name, from: { kind: "default", name: otherwise } };
  const { value, from } = setting;
  // Somebody may have put a secret into the wrong variable: `shownEndpoint` leaves out what may be one.
  const shown = name === "apiKey" ? undefined : shownEndpoint(value);
  return { name, from, ...(shown !== undefined && { value: shown }) };
}

function foundSettings({ endpoint, apiVersion, authority, apiKey }: Settings): FoundSetting[] {
  return [
    found("endpoint", endpoint, "none"),
    found("apiVersion", apiVersion, "the v1 path"),
    found("authority", authority, "the endpoint's own cloud"),
    found("apiKey", apiKey, "none: Entra ID"),
  ];
}

async function collect<T extends { id: string }>(list: Parameters<typeof allPages<T>>[0]): Promise<T[]> {
  const all: T[] = [];
  for await (const entry of allPages(list)) all.push(entry);
  return all;
}

function onlyOnce<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

/** The probes of `rft doctor`: what its checks ask of the configuration, the network and the service. */
export function createProbes({ request, signal, now, sleep, lookUp }: ProbeOptions): Probes {
  let last: AnswerFacts | undefined;
  const watched: typeof globalThis.fetch = async (input, init) => {
    const response = await request.fetch(input, init);
    const date = Date.parse(response.headers.get("date") ?? "");
    const region = response.headers.get("x-ms-region") ?? undefined;
    const simulatedAhead = simulatedAheadOf(response.headers);
    const serviceTime = Number.isNaN(date) ? undefined : date;
    last = { serviceTime, simulatedAhead, ownTime: now().getTime(), region };
    return response;
  };
  const open = onlyOnce(() => openConnection({ ...request, fetch: watched }));
  const openSignIn = onlyOnce(async () => createSignIn((await open()).connection, signal));
  const api = onlyOnce(async (): Promise<FineTuningApi> => {
    const { connection, fetch, proxy } = await open();
    return createClient(connection, { fetch, signal, sleep, via: proxy?.label, signIn: await openSignIn() });
  });
  return {
    settings: onlyOnce(async () => foundSettings(await findSettings(request))),
    target: onlyOnce(async () => targetOf(await open())),
    lookUp: (hostname) =>
      lookUp(bareHost(hostname)).catch((error: unknown) => {
        throw unreachable(hostname, error);
      }),
    shakeHands,
    signIn: onlyOnce(async () => {
      const signIn = await openSignIn();
      await signIn.token();
      return signIn.scope;
    }),
    scopes: async () => ({
      tried: (await open()).connection.scopes,
      taken: (await openSignIn()).taken,
    }),
    jobs: onlyOnce(async () => {
      const client = await api();
      return collect((page) => client.listJobs(page));
    }),
    files: onlyOnce(async () => {
      const client = await api();
      return collect((page) => client.listFiles(page));
    }),
    lastAnswer: () => last,
  };
}

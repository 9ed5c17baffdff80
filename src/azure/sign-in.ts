import { APIError } from "openai/core/error";
import type { Connection } from "./config.js";
import { type TokenSource, createTokenSource } from "./credential.js";
import { causesOf } from "./network-faults.js";

/** Signs requests with Entra ID tokens of the scope that the service takes, which its pages do not agree on. */
export interface SignIn {
  /** The scope that tokens are asked for now. */
  readonly scope: string;
  /** The scope of a token that the service has taken; kept from then on. Undefined until one was. */
  readonly taken: string | undefined;
  /** A token of that scope, or of another one where Entra ID gives none for it. */
  token(): Promise<string>;
  /** Sends a request, and again with another token where it is answered 401: such a request was not carried out. */
  signed<T>(send: () => Promise<T>): Promise<T>;
}

export type OpenTokens = (scope: string) => TokenSource;

/**
 * What Entra ID says where it knows or allows no such resource, here or for this client: it may for another scope.
 * 500011 and 500014: no such service principal in the tenant, or disabled; 65001, 65002: no consent; 650052, 650057:
 * not subscribed, not requested by the client; 70011: no such scope; 50105, 53003: not assigned, kept out by a policy.
 */
const aboutScope =
  /AADSTS(?:500011|500014|65001|65002|650052|650057|70011|50105|53003)\b|\binvalid_(?:resource|scope)\b/;

function saysSo(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const parts: unknown[] = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  return aboutScope.test(error.message) || parts.some(saysSo);
}

function isAboutScope(error: unknown): boolean {
  return causesOf(error).some(saysSo);
}

/** The status of an answer that says no; undefined where there was no answer. */
function statusOf(error: unknown): number | undefined {
  return error instanceof APIError ? error.status : undefined;
}

/** The tokens of each scope, the scope in use, and the one that the service has taken. */
class Scopes {
  current: string;
  taken: string | undefined;
  /** Counts renewals and changes: a request refused with an earlier token need not act again. */
  turn = 0;
  readonly #sources = new Map<string, TokenSource>();

  readonly all: Connection["scopes"];
  readonly #open: OpenTokens;

  constructor(all: Connection["scopes"], open: OpenTokens) {
    this.all = all;
    this.#open = open;
    this.current = all[0];
  }

  async token(scope: string): Promise<string> {
    const source = this.#sources.get(scope) ?? this.#open(scope);
    this.#sources.set(scope, source);
    return source.token();
  }

  use(scope: string): void {
    this.current = scope;
    this.turn++;
  }

  renew(): void {
    for (const source of this.#sources.values()) source.renew();
    this.turn++;
  }

  change(): void {
    this.use(this.all[(this.all.indexOf(this.current) + 1) % this.all.length] ?? this.current);
  }

  /** Starts anew for the next request: a long watch asks again. */
  reset(): void {
    this.renew();
    this.use(this.taken ?? this.all[0]);
  }
}

/** A token of the current scope; where Entra ID has none for it, of another one, which then is the current one. */
async function tokenFor(scopes: Scopes): Promise<string> {
  const { current } = scopes;
  let first: unknown;
  for (const scope of [current, ...scopes.all.filter((one) => one !== current)]) {
    try {
      const token = await scopes.token(scope);
      if (scope !== current) scopes.use(scope);
      return token;
    } catch (error) {
      if (!isAboutScope(error)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/**
 * Sends a request. A 401 before any scope was taken means another scope; after that a token that expired early (sleep, a
 * clock jump), which is renewed, and only then another scope. Requests may be under way at the same time: the one
 * refused first acts, the others follow.
 */
async function sendSigned<T>(scopes: Scopes, send: () => Promise<T>): Promise<T> {
  const changes = scopes.all.slice(1).map(() => () => scopes.change());
  const left = scopes.taken === undefined ? changes : [() => scopes.renew(), ...changes];
  for (;;) {
    const before = scopes.turn;
    try {
      const answer = await send();
      scopes.taken = scopes.current;
      return answer;
    } catch (error) {
      const status = statusOf(error);
      // Who is told 403 or 404 is signed in; a fault may come from before the sign-in is looked at.
      if (status !== undefined && status !== 401 && status < 500) scopes.taken = scopes.current;
      if (status !== 401) throw error;
      const step = left.shift();
      if (!step) {
        scopes.reset();
        throw error;
      }
      if (scopes.turn === before) step();
    }
  }
}

/** A sign-in that tries a connection's scopes in order and keeps the first that the service takes. */
export function createSignIn(
  { scopes: all, authorityHost }: Pick<Connection, "scopes" | "authorityHost">,
  signal: AbortSignal | undefined,
  open: OpenTokens = (scope) => createTokenSource({ scope, authorityHost, signal }),
): SignIn {
  const scopes = new Scopes(all, open);
  return {
    get scope() {
      return scopes.current;
    },
    get taken() {
      return scopes.taken;
    },
    token: async () => tokenFor(scopes),
    signed: async (send) => sendSigned(scopes, send),
  };
}

/** A network failure in a person's terms. */
export interface NetworkFault {
  /** The network's own word: `ECONNREFUSED`. */
  code: string;
  reason: string;
  /** True where the request was never sent, so it had no effect. */
  unsent: boolean;
  /** True where retrying soon does not help. */
  lasts?: true;
  /** What helps beyond checking the endpoint and the network. */
  hint?: string;
}

const moreRoots =
  "A proxy that inspects traffic signs with its company's own certificate: name that in NODE_EXTRA_CA_CERTS=company-ca.pem.";

type Reasons = Readonly<Record<string, readonly [reason: string, hint?: string]>>;

const unsentReasons: Reasons = {
  ECONNREFUSED: ["nothing answers there"],
  ENOTFOUND: ["no such host", "Is the resource's name in the endpoint spelt right?"],
  EAI_AGAIN: ["the host's name cannot be looked up now"],
  EHOSTUNREACH: ["no way leads to the host"],
  ENETUNREACH: ["no way leads to the network"],
  UND_ERR_CONNECT_TIMEOUT: ["no connection in time"],
  ERR_SSL_WRONG_VERSION_NUMBER: ["what answers there does not speak TLS", "Is the port right?"],
};

const certificateReasons: Reasons = {
  CERT_HAS_EXPIRED: [
    "its certificate has expired",
    "Is this machine's clock right? If so, whoever runs the host or a proxy before it must renew the certificate.",
  ],
  CERT_NOT_YET_VALID: ["its certificate is not valid yet", "Is this machine's clock right?"],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "its certificate is another host's",
    "Is the endpoint spelt right, and no proxy or sign-in page in the way?",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["its certificate is signed by itself", moreRoots],
  SELF_SIGNED_CERT_IN_CHAIN: ["its certificate is signed by somebody this machine does not know", moreRoots],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    "its certificate is signed by somebody this machine does not know",
    moreRoots,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["its certificate comes without those it is signed by", moreRoots],
};

const sentReasons: Readonly<Record<string, string>> = {
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
};

/** An error and its causes, outermost first. */
export function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 10; cause = cause.cause) {
    chain.push(cause);
    if (cause instanceof AggregateError) chain.push(...cause.errors);
  }
  return chain;
}

/** A proxy that refuses the tunnel; undici gives the status only in the message. */
function tunnelFault(cause: Error): NetworkFault | undefined {
  const status = /^Proxy response \((\d{3})\)/.exec(cause.message)?.[1];
  if (status === undefined) return undefined;
  const hint =
    status === "407"
      ? "It asks for a user name and password: HTTPS_PROXY=http://user:password@host:port."
      : "Ask who runs the proxy, or exempt the host by NO_PROXY.";
  return {
    code: `PROXY_${status}`,
    reason: `the proxy refuses the way (${status})`,
    unsent: true,
    ...(status < "500" && { lasts: true as const }),
    hint,
  };
}

/** The network fault behind an error; undefined where no cause names one. */
export function networkFaultOf(error: unknown): NetworkFault | undefined {
  for (const cause of causesOf(error)) {
    if (!(cause instanceof Error)) continue;
    const tunnel = tunnelFault(cause);
    if (tunnel) return tunnel;
    if (!("code" in cause) || typeof cause.code !== "string") continue;
    const { code } = cause;
    const certificate = certificateReasons[code];
    const [reason, hint] = certificate ?? unsentReasons[code] ?? [];
    if (reason !== undefined) {
      const details = { ...(certificate && { lasts: true as const }), ...(hint !== undefined && { hint }) };
      return { code, reason, unsent: true, ...details };
    }
    return { code, reason: sentReasons[code] ?? "the connection failed", unsent: false };
  }
  return undefined;
}

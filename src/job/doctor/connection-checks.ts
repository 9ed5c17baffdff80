import { type ErrorDetails, RftError } from "#errors.js";
import type { CheckOutcome, DoctorCheck } from "./run-doctor.js";

const ok = (message: string): CheckOutcome => ({ status: "ok", message });
const skipped = (message: string): CheckOutcome => ({ status: "skipped", message });

/** The same error with a better hint, if there is one. */
function withHint(error: unknown, hint: string | undefined): unknown {
  if (!(error instanceof RftError) || hint === undefined) return error;
  const details: ErrorDetails = { hint, cause: error };
  if (error.status !== undefined) details.status = error.status;
  if (error.requestId !== undefined) details.requestId = error.requestId;
  return new RftError(error.code, error.message, details);
}

const configuration: DoctorCheck = {
  name: "configuration",
  needs: [],
  async run(probes) {
    const { baseUrl, hasKey, isKnownHost, probableHost } = await probes.target();
    const message = `${baseUrl}, ${hasKey ? "by key" : "by Entra ID"}`;
    if (isKnownHost) return ok(message);
    return {
      status: "warning",
      message: `${message}; the host is none of Azure's`,
      hint:
        probableHost === undefined
          ? "That is right for a gateway of your own; is it?"
          : `Did you mean ${probableHost}?`,
    };
  },
};

const proxy: DoctorCheck = {
  name: "proxy",
  needs: ["configuration"],
  async run(probes) {
    const { proxy: through, hostname } = await probes.target();
    if (!through) return ok("none on the way");
    try {
      await probes.shakeHands(through.hostname, through.port, false);
    } catch (error) {
      throw withHint(
        error,
        `Is ${through.variable} right? Exempt the host by NO_PROXY=${hostname} where none is needed.`,
      );
    }
    return ok(`${through.label} by ${through.variable}`);
  },
};

const names: DoctorCheck = {
  name: "name",
  needs: ["proxy"],
  async run(probes) {
    const { proxy: through, hostname, probableHost } = await probes.target();
    if (through) return skipped("the proxy looks the host up");
    try {
      return ok(`${hostname} is ${(await probes.lookUp(hostname)).join(", ")}`);
    } catch (error) {
      throw withHint(error, probableHost && `Did you mean ${probableHost}?`);
    }
  },
};

const transport: DoctorCheck = {
  name: "connection",
  needs: ["name"],
  async run(probes) {
    const { proxy: through, hostname, port, isTls } = await probes.target();
    if (through) return skipped("through the proxy; the requests below try it");
    const certificate = await probes.shakeHands(hostname, port, isTls);
    return ok(certificate ? `TLS, certificate by ${certificate.issuer}` : "plain, on this machine");
  },
};

const signIn: DoctorCheck = {
  name: "sign-in",
  needs: ["connection"],
  async run(probes) {
    const { hasKey } = await probes.target();
    if (hasKey) return ok("a key is set; whether it is right the next request tells");
    return ok(`Entra ID gave a token for ${await probes.signIn()}`);
  },
};

/** How the service is reached, step by step. */
export const connectionChecks: readonly DoctorCheck[] = [configuration, proxy, names, transport, signIn];

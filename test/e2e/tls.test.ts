import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, type Server, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "#emulator/server/start-emulator.js";
import { createAuthority, hasOpenssl, type Identity } from "#test/support/certificates.js";
import { type BinResult, runBin, workingFolder } from "#test/support/run-bin.js";

const folder = mkdtempSync(join(tmpdir(), "rft-tls-"));
const key = "planted-key-0123456789";
const servers: Server[] = [];
let emulator: Emulator;
let authority: Awaited<ReturnType<typeof createAuthority>>;

beforeAll(async () => {
  if (!hasOpenssl) return;
  emulator = await startEmulator({ dataDir: join(folder, "data"), speed: 2000, apiKey: key });
  authority = await createAuthority(folder);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await emulator?.close();
  rmSync(folder, { recursive: true });
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** The emulator behind TLS, as behind a gateway: its port, and the hosts that requests were for. */
async function serve(identity: Identity): Promise<{ port: number; hosts: string[] }> {
  const hosts: string[] = [];
  const [cert, privateKey] = [readFileSync(identity.cert), readFileSync(identity.key)];
  const server = createTlsServer({ cert, key: privateKey }, (request, response) => {
    hosts.push(request.headers.host ?? "");
    const { method, headers } = request;
    const onward = forward(new URL(request.url ?? "", emulator.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  return { port: await listen(server), hosts };
}

/** The error as it is said, and what to do, on one line. */
const flat = ({ stdout, stderr }: BinResult) => (stdout + stderr).replaceAll(/\s+/g, " ");

describe.skipIf(!hasOpenssl)("a certificate (skipped where there is no openssl)", () => {
  const company =
    "A proxy that inspects traffic signs with its company's own certificate: name that in NODE_EXTRA_CA_CERTS=company-ca.pem.";
  interface Case {
    name: string;
    host?: string;
    days?: number;
    bySelf?: boolean;
    /** Whether NODE_EXTRA_CA_CERTS names the root. */
    isTrusted: boolean;
    says: string;
  }
  const cases: readonly Case[] = [
    {
      name: "signed by itself",
      bySelf: true,
      isTrusted: true,
      says: `its certificate is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT) ${company}`,
    },
    {
      name: "signed by a company that this machine does not know",
      isTrusted: false,
      says: `its certificate comes without those it is signed by (UNABLE_TO_VERIFY_LEAF_SIGNATURE) ${company}`,
    },
    {
      name: "expired",
      days: -1,
      isTrusted: true,
      says: "its certificate has expired (CERT_HAS_EXPIRED) Is this machine's clock right? If so, whoever runs the host or a proxy before it must renew the certificate.",
    },
    {
      name: "of another host",
      host: "other.example.org",
      isTrusted: true,
      says: "its certificate is another host's (ERR_TLS_CERT_ALTNAME_INVALID) Is the endpoint spelt right, and no proxy or sign-in page in the way?",
    },
  ];

  async function run(words: string, { host = "localhost", isTrusted, ...kind }: Omit<Case, "name" | "says">) {
    const { port } = await serve(await authority.sign(host, kind));
    const env = {
      AZURE_OPENAI_ENDPOINT: `https://localhost:${port}`,
      AZURE_OPENAI_API_KEY: key,
      ...(isTrusted && { NODE_EXTRA_CA_CERTS: authority.root }),
    };
    return { port, result: await runBin(words.split(" "), { env }) };
  }

  test.each(cases)("$name: list and doctor say so and what to do", async ({ says, ...kind }) => {
    const [list, doctor] = await Promise.all([run("list", kind), run("doctor", kind)]);
    expect([list.result.exitCode, doctor.result.exitCode], flat(list.result)).toEqual([3, 3]);
    expect(flat(list.result)).toContain(
      `error: cannot reach https://localhost:${list.port}/openai/v1: ${says}`,
    );
    expect(flat(doctor.result)).toContain(`connection error localhost:${doctor.port}: ${says}`);
    expect(flat(list.result) + flat(doctor.result)).not.toMatch(/planted|REJECT_UNAUTHORIZED/i);
  });

  test("of a company whose root NODE_EXTRA_CA_CERTS names is as good as any", async () => {
    const { result } = await run("doctor", { isTrusted: true });
    expect(result.exitCode, flat(result)).toBe(0);
    expect(result.stdout).toContain("TLS, certificate by Company");
  });
});

describe.skipIf(!hasOpenssl)("a proxy that makes tunnels (skipped where there is no openssl)", () => {
  const host = "r.openai.azure.com";
  let service: { port: number; hosts: string[] };
  /** What the proxy was asked for, and by whom. */
  const tunnels: { target: string; user: string }[] = [];
  let env: Record<string, string> = {};

  beforeAll(async () => {
    service = await serve(await authority.sign(host));
    const proxy = createServer();
    proxy.on("connect", (request, socket, head: Buffer) => {
      const [, credentials = ""] = request.headers["proxy-authorization"]?.split(" ") ?? [];
      tunnels.push({ target: request.url ?? "", user: Buffer.from(credentials, "base64").toString() });
      const onward = connect(service.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        onward.write(head);
        socket.pipe(onward).pipe(socket);
      });
      for (const end of [socket, onward]) end.on("error", () => onward.destroy());
    });
    env = {
      AZURE_OPENAI_ENDPOINT: `https://${host}:${service.port}`,
      AZURE_OPENAI_API_KEY: key,
      NODE_EXTRA_CA_CERTS: authority.root,
      HTTPS_PROXY: `http://planted-user:planted-password@127.0.0.1:${await listen(proxy)}`,
    };
  });

  /** Runs the built program; the tunnels that were made and the hosts that were asked for meanwhile. */
  async function run(words: string, change: Record<string, string> = {}) {
    const before = { tunnels: tunnels.length, hosts: service.hosts.length };
    const result = await runBin(words.split(" "), { cwd: workingFolder(), env: { ...env, ...change } });
    expect(result.exitCode, flat(result)).toBe(0);
    expect(flat(result)).not.toContain("planted");
    expect(flat(result)).not.toContain(Buffer.from("planted-user:planted-password").toString("base64"));
    return {
      result,
      tunnels: tunnels.slice(before.tunnels),
      hosts: new Set(service.hosts.slice(before.hosts)),
    };
  }

  test.each(["list --verbose", "doctor", "doctor --json", "submit job.yaml --yes --verbose"])(
    "%s goes through it, with its user name",
    async (words) => {
      const { tunnels: made, hosts } = await run(words);
      const target = `${host}:${service.port}`;
      expect(made.length).toBeGreaterThan(0);
      for (const one of made) expect(one).toEqual({ target, user: "planted-user:planted-password" });
      expect(hosts).toEqual(new Set([target]));
    },
  );

  test("a host that NO_PROXY names is reached without it", async () => {
    // What a line of /etc/hosts would do.
    const lines = [
      `const dns = require("node:dns");`,
      `const { lookup } = dns;`,
      `dns.lookup = (name, ...rest) => lookup(name === "${host}" ? "127.0.0.1" : name, ...rest);`,
    ];
    writeFileSync(join(folder, "hosts.cjs"), lines.join("\n"));
    const NODE_OPTIONS = `--require ${join(folder, "hosts.cjs")}`;
    const { tunnels: made, hosts } = await run("list", { NODE_OPTIONS, NO_PROXY: "other.org,.azure.com" });
    expect(made).toEqual([]);
    expect(hosts).toEqual(new Set([`${host}:${service.port}`]));
  });
});

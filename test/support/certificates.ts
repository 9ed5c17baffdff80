import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Whether certificates can be made here. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A certificate with its key, as a TLS server takes them. */
export interface Identity {
  cert: string;
  key: string;
}

const newKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

/** Runs openssl in a folder; no word of it may hold a blank. */
async function openssl(folder: string, words: string): Promise<void> {
  await promisify(execFile)("openssl", words.split(" "), { cwd: folder });
}

/** Makes a company's root in a folder, and what signs by it. */
export async function createAuthority(folder: string) {
  await openssl(
    folder,
    `req -x509 ${newKey} -keyout root.key -out root.pem -days 1 -subj /O=Company/CN=Company-root`,
  );
  let count = 0;
  return {
    /** What NODE_EXTRA_CA_CERTS names. */
    root: join(folder, "root.pem"),
    /** The certificate of a host, signed by the root unless by itself; with -1 days it is over already. */
    async sign(host: string, { days = 1, bySelf = false } = {}): Promise<Identity> {
      // Not from a file of serials: several are signed at a time.
      const serial = ++count;
      const name = `host-${serial}`;
      writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${host}\n`);
      const [cert, key] = [`${name}.pem`, `${name}.key`];
      await openssl(folder, `req -new ${newKey} -keyout ${key} -out ${name}.csr -subj /O=Company/CN=host`);
      const signer = bySelf ? `-signkey ${key}` : `-CA root.pem -CAkey root.key -set_serial ${serial}`;
      const rest = `-days ${days} -extfile ${name}.ext -out ${cert}`;
      await openssl(folder, `x509 -req -in ${name}.csr ${signer} ${rest}`);
      return { cert: join(folder, cert), key: join(folder, key) };
    },
  };
}

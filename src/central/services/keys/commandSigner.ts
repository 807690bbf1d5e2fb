import { spawn } from 'node:child_process';
import { createVerify, X509Certificate } from 'node:crypto';
import type { PdfSigner } from '../../../documents/signing/cms.ts';

/** Longest signature: RSA of 8192 bits. */
const MAX_SIGNATURE_BYTES = 1024;
const PATIENCE_MS = 20_000;
const WORDS_KEPT = 300;

/**
 * Signs by a program that has the key, such as one that talks to a PKCS#11 device: it gets the bytes on its standard input and
 * writes the signature alone to its standard output (SHA-256 with RSA PKCS #1 v1.5, or r and s of ECDSA P-256). What it
 * gives is checked against the certificate, so that a device that signs with another key is found before a file leaves.
 *
 * @param command program and arguments; no shell reads them.
 * @param certificates DER, the signer's own first.
 */
export function commandSigner(
  command: readonly string[],
  algorithm: PdfSigner['algorithm'],
  certificates: readonly Uint8Array[],
): PdfSigner {
  const [own] = certificates;
  if (own === undefined) throw new TypeError('A signer has no certificate.');
  const { publicKey } = new X509Certificate(Buffer.from(own));
  return {
    certificates,
    algorithm,
    async sign(data) {
      const signature = await outputOf(command, data);
      const genuine = createVerify('sha256')
        .update(data)
        .verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
      if (!genuine)
        throw new Error('What the signing command gave is no signature of the certificate’s key.');
      return new Uint8Array(signature);
    },
  };
}

function outputOf([program = '', ...given]: readonly string[], input: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['pipe', 'pipe', 'pipe'], timeout: PATIENCE_MS });
    const parts: Buffer[] = [];
    let length = 0;
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= MAX_SIGNATURE_BYTES) parts.push(part);
      else child.kill('SIGKILL');
    });
    child.stderr.on('data', (part: Buffer) => {
      said = `${said}${part.toString()}`.slice(-WORDS_KEPT);
    });
    // A program that does not read its input ends on its own terms; its exit code says what it is.
    child.stdin.on('error', () => child.stdin.destroy());
    child.once('error', (cause) => reject(new Error(`The signing command does not start: ${cause.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0 && length <= MAX_SIGNATURE_BYTES) resolve(Buffer.concat(parts));
      else reject(new Error(`The signing command ended with ${code ?? signal}: ${said.trim()}`));
    });
    child.stdin.end(input);
  });
}

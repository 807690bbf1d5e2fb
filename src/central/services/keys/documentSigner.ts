import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PdfSigner } from '../../../documents/signing/cms.ts';
import { uuidv7 } from '../../../domain/ids.ts';
import type { Context } from '../../context.ts';
import type { Reader } from '../../db/database.ts';
import { commandSigner } from './commandSigner.ts';
import { seal, unseal } from './seal.ts';
import { makeAuthority } from './x509.ts';

/** The key or the certificates that files are to be signed with cannot be used. */
export class BadDocumentKey extends Error {
  override readonly name = 'BadDocumentKey';
}

/** Signs with a key that this process holds: RSA, or ECDSA on P-256. Null for any other key. */
function signerOf(key: KeyObject, certificates: readonly Uint8Array[]): PdfSigner | null {
  if (key.asymmetricKeyType === 'rsa') {
    return {
      certificates,
      algorithm: 'rsa-sha256',
      sign: async (data) => new Uint8Array(sign('sha256', data, key)),
    };
  }
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
  return {
    certificates,
    algorithm: 'ecdsa-p256-sha256',
    sign: async (data) => new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new BadDocumentKey(`The file ${file} of the document key cannot be read.`, { cause });
  }
}

/** Reads a chain, PEM, the signer's own first and still valid. */
async function chainOf(
  certificateFile: string,
  now: number,
): Promise<readonly [X509Certificate, ...X509Certificate[]]> {
  const text = await textOf(certificateFile);
  const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? [];
  const [own, ...others] = pems.map((pem) => new X509Certificate(pem));
  if (own === undefined) throw new BadDocumentKey(`${certificateFile} holds no certificate (PEM).`);
  if (Date.parse(own.validTo) < now)
    throw new BadDocumentKey(`The certificate of ${certificateFile} has run out.`);
  return [own, ...others];
}

const derOf = (chain: readonly X509Certificate[]) => chain.map((each) => new Uint8Array(each.raw));

/** A program that has the key; it signs once at start, so that one that cannot is found then. */
async function fromCommand(
  command: readonly string[],
  certificateFile: string,
  now: number,
): Promise<PdfSigner> {
  const chain = await chainOf(certificateFile, now);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = chain[0].publicKey;
  if (type !== 'rsa' && !(type === 'ec' && details?.namedCurve === 'prime256v1'))
    throw new BadDocumentKey(`${certificateFile}: only RSA and ECDSA P-256 keys sign files.`);
  const signer = commandSigner(command, type === 'rsa' ? 'rsa-sha256' : 'ecdsa-p256-sha256', derOf(chain));
  try {
    await signer.sign(new TextEncoder().encode('central asks whether this command signs'));
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new BadDocumentKey(`CENTRAL_DOCUMENT_SIGNER_COMMAND does not sign. ${words}`, { cause });
  }
  return signer;
}

/** Reads key and chain, PEM both. @throws BadDocumentKey in words for who set it up. */
async function fromFiles(keyFile: string, certificateFile: string, now: number): Promise<PdfSigner> {
  const keyText = await textOf(keyFile);
  const chain = await chainOf(certificateFile, now);
  let key: KeyObject;
  try {
    key = createPrivateKey(keyText);
  } catch (cause) {
    throw new BadDocumentKey(`${keyFile} holds no private key that can be read (PEM, without a password).`, {
      cause,
    });
  }
  if (!chain[0].checkPrivateKey(key)) {
    throw new BadDocumentKey(`The first certificate of ${certificateFile} is not for the key of ${keyFile}.`);
  }
  const signer = signerOf(key, derOf(chain));
  if (signer === null) throw new BadDocumentKey(`${keyFile}: only RSA and ECDSA P-256 keys sign files.`);
  return signer;
}

const Row = z.object({
  signerId: z.string(),
  certificate: z.instanceof(Uint8Array),
  authority: z.instanceof(Uint8Array),
  sealed: z.instanceof(Uint8Array),
});

function storedSigner(reader: Reader): Promise<z.infer<typeof Row> | null> {
  return reader.one(
    Row,
    `SELECT signer_id AS "signerId", certificate, authority, private_key_sealed AS sealed FROM document_signers
     ORDER BY made_at DESC, signer_id LIMIT 1`,
  );
}

const about = (signerId: string): string => `document signer ${signerId}`;

/**
 * Who signs certificate files: the key of the settings' files or command, else one of the school's own, made once and kept sealed in the
 * database, so that all processes sign alike.
 *
 * @throws BadDocumentKey when the files cannot be used; WrongMasterKey when the kept key cannot be opened.
 */
export async function documentSigner(context: Context): Promise<PdfSigner> {
  const { documentKey, masterKey, schoolName } = context.settings;
  const now = context.clock.now();
  if (documentKey !== undefined) {
    return 'command' in documentKey
      ? fromCommand(documentKey.command, documentKey.certificateFile, now)
      : fromFiles(documentKey.keyFile, documentKey.certificateFile, now);
  }
  const row = await context.db.write(async (writer) => {
    await writer.run('LOCK TABLE document_signers IN EXCLUSIVE MODE');
    const known = await storedSigner(writer);
    if (known !== null) return known;
    const { authority, signer } = makeAuthority(schoolName, now, context.random);
    const signerId = uuidv7(now, context.random);
    const secret = signer.privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = seal(masterKey, about(signerId), secret, context.random);
    await writer.run(
      `INSERT INTO document_signers (signer_id, certificate, authority, private_key_sealed, made_at) VALUES ($1, $2, $3, $4, $5)`,
      [signerId, signer.certificate, authority, sealed, now],
    );
    return { signerId, certificate: signer.certificate, authority, sealed };
  });
  const key = createPrivateKey({
    key: Buffer.from(unseal(masterKey, about(row.signerId), row.sealed)),
    format: 'der',
    type: 'pkcs8',
  });
  const signer = signerOf(key, [new Uint8Array(row.certificate), new Uint8Array(row.authority)]);
  if (signer === null) throw new Error('The kept document key is of another kind');
  return signer;
}

/** The last certificate of the chain as PEM: what whoever wants to trust the signatures installs. */
export function authorityPem(signer: PdfSigner): string {
  const last = signer.certificates.at(-1);
  if (last === undefined) throw new Error('A signer has no certificate');
  return new X509Certificate(Buffer.from(last)).toString();
}

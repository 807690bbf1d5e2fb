import {
  element,
  elementsOf,
  integer,
  joined,
  NULL,
  objectIdentifier,
  OCTET_STRING,
  SEQUENCE,
  SET,
} from './der.ts';

/** Who signs: a certificate chain and whoever holds its private key. The key itself never comes here. */
export interface PdfSigner {
  /** DER certificates, the signer's own first. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: 'ecdsa-p256-sha256' | 'rsa-sha256';
  /** Signs the bytes (hashing them with SHA-256): PKCS #1 v1.5 for RSA; r and s of 32 bytes each for ECDSA, as WebCrypto does. */
  sign(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const RSA = '1.2.840.113549.1.1.1';
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';

/**
 * A detached signature as CMS SignedData (RFC 5652) with the attributes of CAdES baseline B: content type, message digest
 * and the signing certificate (RFC 5035), as PAdES asks (ETSI EN 319 142-1, level B-B).
 *
 * @param digest SHA-256 of what is signed.
 */
export async function detachedSignature(digest: Uint8Array, signer: PdfSigner): Promise<Uint8Array> {
  const [certificate] = signer.certificates;
  if (certificate === undefined) throw new TypeError('A signer has no certificate.');
  const { issuer, serial } = identityOf(certificate);
  const certificateDigest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new Uint8Array(certificate)),
  );
  const sha256 = element(SEQUENCE, objectIdentifier(SHA256), NULL);
  // SHA-256 is the default of ESSCertIDv2 and must then be left out.
  const certificateId = element(SEQUENCE, element(SEQUENCE, element(OCTET_STRING, certificateDigest)));
  const attributes = derSet([
    attribute(CONTENT_TYPE, objectIdentifier(DATA)),
    attribute(MESSAGE_DIGEST, element(OCTET_STRING, digest)),
    attribute(SIGNING_CERTIFICATE_V2, element(SEQUENCE, certificateId)),
  ]);
  const signature = await signer.sign(element(SET, attributes));
  const algorithm =
    signer.algorithm === 'rsa-sha256'
      ? element(SEQUENCE, objectIdentifier(RSA), NULL)
      : element(SEQUENCE, objectIdentifier(ECDSA_SHA256));
  const signerInfo = element(
    SEQUENCE,
    integer(1),
    element(SEQUENCE, issuer, serial),
    sha256,
    element(0xa0, attributes),
    algorithm,
    element(OCTET_STRING, signer.algorithm === 'rsa-sha256' ? signature : ecdsaSequence(signature)),
  );
  const signedData = element(
    SEQUENCE,
    integer(1),
    element(SET, sha256),
    element(SEQUENCE, objectIdentifier(DATA)),
    element(0xa0, ...signer.certificates),
    element(SET, signerInfo),
  );
  return element(SEQUENCE, objectIdentifier(SIGNED_DATA), element(0xa0, signedData));
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return element(SEQUENCE, objectIdentifier(type), element(SET, value));
}

/** Elements of a set in the order that DER wants: by their bytes. */
function derSet(members: readonly Uint8Array[]): Uint8Array {
  const byBytes = members.toSorted((left, right) => {
    for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
      const difference = (left[index] ?? 0) - (right[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  });
  return joined(byBytes);
}

/** Issuer and serial number of a certificate, as they stand in it (RFC 5280, 4.1). */
function identityOf(certificate: Uint8Array): { issuer: Uint8Array; serial: Uint8Array } {
  const [outer] = elementsOf(certificate);
  const [body] = elementsOf(outer?.content ?? new Uint8Array());
  const fields = elementsOf(body?.content ?? new Uint8Array());
  // The version, [0], is there in every certificate of today and not in those of version 1.
  const from = fields[0]?.tag === 0xa0 ? 1 : 0;
  const serial = fields[from];
  const issuer = fields[from + 2];
  if (serial === undefined || issuer === undefined)
    throw new RangeError('The signer has no certificate that can be read.');
  return { issuer: issuer.whole, serial: serial.whole };
}

/** r and s side by side, as WebCrypto gives them, as the sequence of two integers that X.509 and CMS want. */
export function ecdsaSequence(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  return element(SEQUENCE, unsigned(signature.subarray(0, half)), unsigned(signature.subarray(half)));
}

function unsigned(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const rest = bytes.subarray(from);
  return (rest[0] ?? 0) >= 0x80 ? element(0x02, Uint8Array.from([0]), rest) : element(0x02, rest);
}

/** A signer that holds a WebCrypto key of this process. */
export function webCryptoSigner(
  key: CryptoKey,
  certificates: readonly Uint8Array[],
  algorithm: PdfSigner['algorithm'],
): PdfSigner {
  const parameters =
    algorithm === 'rsa-sha256' ? { name: 'RSASSA-PKCS1-v1_5' } : { name: 'ECDSA', hash: 'SHA-256' };
  return {
    certificates,
    algorithm,
    sign: async (data) => new Uint8Array(await crypto.subtle.sign(parameters, key, data)),
  };
}

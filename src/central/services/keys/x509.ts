import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  element,
  integer,
  objectIdentifier,
  OCTET_STRING,
  SEQUENCE,
  SET,
} from '../../../documents/signing/der.ts';
import type { Random } from '../../ports.ts';

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** RFC 9336, and the older purpose that readers without it look for. */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';

const BOOLEAN_TRUE = Uint8Array.from([0x01, 0x01, 0xff]);
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

/** A certificate (DER) and the key that it is for. */
export interface Certified {
  readonly certificate: Uint8Array;
  readonly privateKey: KeyObject;
}

/** A time as certificates write it: two digits of the year until 2049 (RFC 5280, 4.1.2.5). */
function timeOf(at: number): Uint8Array {
  const digits = `${new Date(at).toISOString().replaceAll(/[-:T]/gu, '').slice(0, 14)}Z`;
  const text = (value: string) => new TextEncoder().encode(value);
  return digits < '2050' ? element(UTC_TIME, text(digits.slice(2))) : element(GENERALIZED_TIME, text(digits));
}

function nameOf(organization: string, commonName: string): Uint8Array {
  const part = (type: string, value: string) =>
    element(
      SET,
      // X.520 allows 64 characters in either.
      element(
        SEQUENCE,
        objectIdentifier(type),
        element(UTF8_STRING, new TextEncoder().encode(value.slice(0, 64))),
      ),
    );
  return element(SEQUENCE, part(ORGANIZATION, organization), part(COMMON_NAME, commonName));
}

function extension(type: string, value: Uint8Array): Uint8Array {
  return element(SEQUENCE, objectIdentifier(type), BOOLEAN_TRUE, element(OCTET_STRING, value));
}

/** A positive serial number of 127 random bits. */
function serial(random: Random): Uint8Array {
  const bytes = Uint8Array.from(random(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return element(INTEGER, bytes);
}

interface Wanted {
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly from: number;
  readonly until: number;
  readonly extensions: readonly Uint8Array[];
}

function certify(wanted: Wanted, subjectKey: KeyObject, issuerKey: KeyObject, random: Random): Uint8Array {
  const algorithm = element(SEQUENCE, objectIdentifier(ECDSA_SHA256));
  const body = element(
    SEQUENCE,
    element(0xa0, integer(2)),
    serial(random),
    algorithm,
    wanted.issuer,
    element(SEQUENCE, timeOf(wanted.from), timeOf(wanted.until)),
    wanted.subject,
    new Uint8Array(subjectKey.export({ format: 'der', type: 'spki' })),
    element(0xa3, element(SEQUENCE, ...wanted.extensions)),
  );
  const signature = new Uint8Array(sign('sha256', body, { key: issuerKey, dsaEncoding: 'der' }));
  return element(SEQUENCE, body, algorithm, element(BIT_STRING, Uint8Array.from([0]), signature));
}

const DAY_MS = 86_400_000;
/** Files are signed as of their issue, which may lie before the first file is made. */
const ROOM_MS = 400 * DAY_MS;
const YEARS_20_MS = 20 * 365 * DAY_MS;

/**
 * Makes an authority of the school's own (ECDSA P-256) and a signer that it vouches for (RSA, whose signatures of the same
 * bytes are the same), both for 20 years. Whoever wants to trust its
 * signatures installs the authority's certificate; the authority's key is thrown away, so it vouches for nobody else.
 *
 * @param now milliseconds.
 */
export function makeAuthority(
  schoolName: string,
  now: number,
  random: Random,
): { readonly authority: Uint8Array; readonly signer: Certified } {
  const authorityKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const times = { from: now - ROOM_MS, until: now + YEARS_20_MS };
  const issuer = nameOf(schoolName, `${schoolName} certificate authority`);
  const bits = (byte: number, unused: number) => element(BIT_STRING, Uint8Array.from([unused, byte]));
  const authority = certify(
    {
      ...times,
      issuer,
      subject: issuer,
      extensions: [
        extension(BASIC_CONSTRAINTS, element(SEQUENCE, BOOLEAN_TRUE)),
        // keyCertSign and cRLSign.
        extension(KEY_USAGE, bits(0b0000_0110, 1)),
      ],
    },
    authorityKeys.publicKey,
    authorityKeys.privateKey,
    random,
  );
  const certificate = certify(
    {
      ...times,
      issuer,
      subject: nameOf(schoolName, `${schoolName} certificates`),
      extensions: [
        extension(BASIC_CONSTRAINTS, element(SEQUENCE)),
        // digitalSignature and nonRepudiation.
        extension(KEY_USAGE, bits(0b1100_0000, 6)),
        extension(
          EXTENDED_KEY_USAGE,
          element(SEQUENCE, objectIdentifier(DOCUMENT_SIGNING), objectIdentifier(EMAIL_PROTECTION)),
        ),
      ],
    },
    signerKeys.publicKey,
    authorityKeys.privateKey,
    random,
  );
  return { authority, signer: { certificate, privateKey: signerKeys.privateKey } };
}

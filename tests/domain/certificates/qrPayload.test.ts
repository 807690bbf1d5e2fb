import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildQrPayload,
  normalizeVerifyBaseUrl,
  parseQrPayload,
  publishKey,
  signSnapshot,
  verifyQrPayload,
  verifySnapshotSignature,
} from '../../../src/domain/certificates/qrPayload.ts';
import type { PublicKeySet, SnapshotSignature } from '../../../src/domain/certificates/qrPayload.ts';
import { canonicalSnapshot } from '../../../src/domain/certificates/snapshot.ts';
import type { CertificateSnapshot } from '../../../src/domain/certificates/snapshot.ts';
import { snapshot, valueOf, verificationCode } from '../arbitraries.ts';

const base = 'https://verify.school.example/v';
const example: CertificateSnapshot = {
  certificateId: '01890a5d-ac96-774b-bcce-b302099a8057',
  certificateNumber: 'CA-2026-000001',
  verificationCode: '0'.repeat(28),
  controlNumber: null,
  issuedName: 'Ana María López',
  courseTitle: 'Driver Education',
  completionDate: '2026-11-18',
  issueDate: '2026-11-20',
  jurisdiction: 'US-CA',
  templateVersion: 'a'.repeat(64),
};

let first: CryptoKeyPair;
let second: CryptoKeyPair;
let keys: PublicKeySet;

async function newKeyPair(): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 makes pairs of keys');
  return pair;
}

beforeAll(async () => {
  first = await newKeyPair();
  second = await newKeyPair();
  keys = [
    await publishKey(first.publicKey, { keyId: 'k1', notBefore: '1990-01-01', notAfter: '2026-12-31' }),
    await publishKey(second.publicKey, { keyId: 'k2', notBefore: '2026-06-01', notAfter: null }),
  ];
});

const signature: fc.Arbitrary<SnapshotSignature> = fc
  .uint8Array({ minLength: 64, maxLength: 64 })
  .map((bytes) => ({ keyId: 'k_1-Z', signature: Buffer.from(bytes).toString('base64url') }));

describe('a QR payload', () => {
  test('reads back as what was built, signed or not', () => {
    const bases = fc.constantFrom(base, 'http://127.0.0.1:8123/v', 'https://school.example');
    fc.assert(
      fc.property(bases, verificationCode, fc.option(signature), (verifyBaseUrl, code, signed) => {
        const payload = { verifyBaseUrl, code, signature: signed };
        expect(parseQrPayload(buildQrPayload(payload))).toEqual({ ok: true, value: payload });
      }),
    );
  });

  test('keeps the signature in the fragment, where no server sees it', () => {
    fc.assert(
      fc.property(verificationCode, signature, (code, signed) => {
        const url = new URL(buildQrPayload({ verifyBaseUrl: base, code, signature: signed }));
        expect(`${url.origin}${url.pathname}${url.search}`).toBe(`${base}/${code}`);
      }),
    );
  });

  test('says what is wrong with a text that is none', () => {
    const code = parseQrPayload(`${base}/CA-2026-000001`);
    expect(parseQrPayload('CA-2026-000001')).toEqual({ ok: false, error: { tag: 'not_a_url' } });
    expect(parseQrPayload('javascript:alert(1)')).toEqual({ ok: false, error: { tag: 'not_a_url' } });
    expect(code).toEqual({ ok: false, error: { tag: 'no_code', verifyBaseUrl: base } });
    expect(parseQrPayload(`${base}/${'0'.repeat(27)}1`)).toEqual({
      ok: false,
      error: { tag: 'mistyped_code', verifyBaseUrl: base },
    });
  });

  test('with a damaged signature is never taken for an unsigned one', () => {
    fc.assert(
      fc.property(verificationCode, signature, fc.integer({ min: 1, max: 90 }), (code, signed, cut) => {
        const text = buildQrPayload({ verifyBaseUrl: base, code, signature: signed });
        const damaged = parseQrPayload(text.slice(0, -cut));
        expect(damaged).toEqual({ ok: false, error: { tag: 'broken_signature', verifyBaseUrl: base } });
      }),
    );
  });

  test('has one spelling of its address', () => {
    expect(normalizeVerifyBaseUrl('HTTPS://Verify.School.example:443/v//?a=1#b')).toBe(base);
    expect(normalizeVerifyBaseUrl('ftp://school.example')).toBeNull();
    expect(() => buildQrPayload({ verifyBaseUrl: 'school', code: '0'.repeat(28), signature: null })).toThrow(
      TypeError,
    );
  });
});

describe('the bytes that are signed', () => {
  test('are the same for the same snapshot and differ when any field differs', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (one, other) => {
        const same = isDeepStrictEqual({ ...one }, { ...other });
        expect(Buffer.from(canonicalSnapshot(one)).equals(canonicalSnapshot(other))).toBe(same);
        expect(canonicalSnapshot({ ...one })).toEqual(canonicalSnapshot(one));
      }),
    );
  });

  test('cannot be shifted from one field into the next', () => {
    fc.assert(
      fc.property(snapshot, fc.string(), (one, text) => {
        fc.pre(text !== '');
        const left = { ...one, issuedName: one.issuedName + text };
        const right = { ...one, courseTitle: text + one.courseTitle };
        expect(canonicalSnapshot(left)).not.toEqual(canonicalSnapshot(right));
      }),
    );
  });
});

describe('the signature of a snapshot', () => {
  test('is valid under each of several keys that are in force at once', async () => {
    for (const [pair, keyId] of [[first, 'k1'] as const, [second, 'k2'] as const]) {
      const signed = await signSnapshot(pair.privateKey, keyId, example);
      expect(await verifySnapshotSignature(keys, example, signed)).toBe('valid');
    }
  });

  test('fails for a snapshot that is altered in any field', async () => {
    await fc.assert(
      fc.asyncProperty(snapshot, snapshot, async (signedOne, other) => {
        const signed = await signSnapshot(first.privateKey, 'k1', signedOne);
        for (const [field, value] of Object.entries(other)) {
          const altered = { ...signedOne, [field]: value };
          const wanted = isDeepStrictEqual(altered, { ...signedOne }) ? 'valid' : 'bad_signature';
          const found = await verifySnapshotSignature(keys, altered, signed);
          expect(found === 'key_not_valid_then' ? 'valid' : found).toBe(wanted);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('of another key under a known name is bad, under an unknown name unknown', async () => {
    const signed = await signSnapshot(second.privateKey, 'k1', example);
    expect(await verifySnapshotSignature(keys, example, signed)).toBe('bad_signature');
    expect(await verifySnapshotSignature(keys, example, { ...signed, keyId: 'k9' })).toBe('unknown_key');
    expect(await verifySnapshotSignature(keys, example, null)).toBe('unsigned');
  });

  test('of a key that was not in force on the day of issue is not enough', async () => {
    const early = { ...example, issueDate: '2026-05-31' };
    const late = { ...example, issueDate: '2027-01-01' };
    const byFirst = await signSnapshot(first.privateKey, 'k1', late);
    const bySecond = await signSnapshot(second.privateKey, 'k2', early);
    expect(await verifySnapshotSignature(keys, late, byFirst)).toBe('key_not_valid_then');
    expect(await verifySnapshotSignature(keys, early, bySecond)).toBe('key_not_valid_then');
  });

  test('on a sheet that leads elsewhere, or carries another code, is not ours', async () => {
    const signed = await signSnapshot(first.privateKey, 'k1', example);
    const payload = { verifyBaseUrl: base, code: example.verificationCode, signature: signed };
    expect(await verifyQrPayload(payload, example, keys, [`${base}/`])).toBe('valid');
    expect(await verifyQrPayload(payload, example, keys, ['https://other.example/v'])).toBe('not_ours');
    const otherCode = valueOf(parseQrPayload(`${base}/${fc.sample(verificationCode, 1)[0] ?? ''}`));
    expect(await verifyQrPayload({ ...otherCode, signature: signed }, example, keys, [base])).toBe(
      'not_ours',
    );
  });
});

import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { canonicalSnapshot } from './snapshot.ts';
import type { CertificateSnapshot } from './snapshot.ts';
import { normalizeVerificationCode, VerificationCode } from './verificationCode.ts';

/** Names one signing key; travels in the QR. */
const KeyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/u, 'letters, digits, _ and -, at most 32');

/** An Ed25519 signature (64 bytes) in base64url without padding. */
export const SnapshotSignature = z.object({
  keyId: KeyId,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/u, '64 bytes in base64url'),
});
export type SnapshotSignature = z.infer<typeof SnapshotSignature>;

/** What the QR code of a certificate says: the page that verifies it, its code, and the signature where it has one. */
export const QrPayload = z.object({
  verifyBaseUrl: z.url(),
  code: VerificationCode,
  signature: SnapshotSignature.nullable(),
});
export type QrPayload = z.infer<typeof QrPayload>;

/** A published public key: raw Ed25519 (32 bytes) in base64url, and from when until when it may have signed. */
export const PublishedKey = z.object({
  keyId: KeyId,
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/u, '32 bytes in base64url'),
  notBefore: z.iso.date(),
  notAfter: z.iso.date().nullable(),
});
export type PublishedKey = z.infer<typeof PublishedKey>;

/** All keys that central ever published; several may be valid at once. */
export const PublicKeySet = z.array(PublishedKey);
export type PublicKeySet = z.infer<typeof PublicKeySet>;

/** What checking a signature found; everything but `valid` means: do not trust the sheet. */
export const SignatureVerdict = z.enum([
  'valid',
  'bad_signature',
  'unknown_key',
  'key_not_valid_then',
  'unsigned',
  'not_ours',
]);
export type SignatureVerdict = z.infer<typeof SignatureVerdict>;

/** Why a text is no QR payload of this layout. `notOurs` is decided by the one who knows our addresses. */
export type QrProblem =
  | { readonly tag: 'not_a_url' }
  | { readonly tag: 'no_code'; readonly verifyBaseUrl: string }
  | { readonly tag: 'mistyped_code'; readonly verifyBaseUrl: string }
  | { readonly tag: 'broken_signature'; readonly verifyBaseUrl: string };

/**
 * The one spelling of the address under which certificates are verified: no slash at the end, no query, no fragment;
 * null when the text is no http(s) URL.
 */
export function normalizeVerifyBaseUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol)) return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}

/**
 * What the QR code says: `<verify URL>/<code>#k=<keyId>&s=<signature>`. The signature stands in the fragment, which
 * browsers send to no server, so a reader offline can check the sheet and no log collects signatures.
 *
 * @throws TypeError when `verifyBaseUrl` is no http(s) URL: settings are parsed before they get here.
 */
export function buildQrPayload(payload: QrPayload): string {
  const base = normalizeVerifyBaseUrl(payload.verifyBaseUrl);
  if (base === null) throw new TypeError(`No verify URL: ${payload.verifyBaseUrl}`);
  const fragment = payload.signature && `#k=${payload.signature.keyId}&s=${payload.signature.signature}`;
  return `${base}/${payload.code}${fragment ?? ''}`;
}

/**
 * Takes a scanned QR text apart. A fragment that is there but broken is an error, never "unsigned": a damaged signature
 * must not pass for a missing one.
 */
export function parseQrPayload(text: string): Result<QrPayload, QrProblem> {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/u.test(url.protocol)) return err({ tag: 'not_a_url' });
  const cut = url.pathname.lastIndexOf('/');
  const verifyBaseUrl = `${url.origin}${url.pathname.slice(0, cut)}`.replace(/\/+$/u, '');
  const code = normalizeVerificationCode(url.pathname.slice(cut + 1));
  if (!code.ok) {
    return err({ tag: code.error === 'mistyped' ? 'mistyped_code' : 'no_code', verifyBaseUrl });
  }
  if (url.hash === '') return ok({ verifyBaseUrl, code: code.value, signature: null });
  const [, keyId, signature] = /^#k=([^&]*)&s=([^&]*)$/u.exec(url.hash) ?? [];
  const parsed = SnapshotSignature.safeParse({ keyId, signature });
  if (!parsed.success) return err({ tag: 'broken_signature', verifyBaseUrl });
  return ok({ verifyBaseUrl, code: code.value, signature: parsed.data });
}

/**
 * Signs a snapshot with Ed25519 (RFC 8032): the same key and snapshot give the same signature each time.
 *
 * @param privateKey a WebCrypto Ed25519 key that may sign; another kind of key makes WebCrypto throw.
 */
export async function signSnapshot(
  privateKey: CryptoKey,
  keyId: string,
  snapshot: CertificateSnapshot,
): Promise<SnapshotSignature> {
  const signature = await crypto.subtle.sign('Ed25519', privateKey, canonicalSnapshot(snapshot));
  return { keyId: KeyId.parse(keyId), signature: toBase64url(new Uint8Array(signature)) };
}

/** Makes the publishable form of a public Ed25519 key, which must be extractable. */
export async function publishKey(
  publicKey: CryptoKey,
  about: { readonly keyId: string; readonly notBefore: string; readonly notAfter: string | null },
): Promise<PublishedKey> {
  const raw = await crypto.subtle.exportKey('raw', publicKey);
  return PublishedKey.parse({ ...about, publicKey: toBase64url(new Uint8Array(raw)) });
}

const imported = new WeakMap<PublishedKey, Promise<CryptoKey>>();

function importOnce(key: PublishedKey): Promise<CryptoKey> {
  const known = imported.get(key);
  if (known !== undefined) return known;
  const raw = fromBase64url(key.publicKey);
  if (raw === null) throw new TypeError(`The published key ${key.keyId} is no base64url`);
  const importing = crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  imported.set(key, importing);
  return importing;
}

/**
 * Does this signature stand for this snapshot? The key must be one of the set and must have been in force on the day of
 * issue (`notBefore` and `notAfter` are days, both included); the issue date is itself under the signature.
 */
export async function verifySnapshotSignature(
  keys: PublicKeySet,
  snapshot: CertificateSnapshot,
  signature: SnapshotSignature | null,
): Promise<SignatureVerdict> {
  if (signature === null) return 'unsigned';
  const key = keys.find((candidate) => candidate.keyId === signature.keyId);
  if (key === undefined) return 'unknown_key';
  const bytes = fromBase64url(signature.signature);
  if (bytes === null) return 'bad_signature';
  const genuine = await crypto.subtle.verify(
    'Ed25519',
    await importOnce(key),
    bytes,
    canonicalSnapshot(snapshot),
  );
  if (!genuine) return 'bad_signature';
  const inForce =
    key.notBefore <= snapshot.issueDate && (key.notAfter === null || snapshot.issueDate <= key.notAfter);
  return inForce ? 'valid' : 'key_not_valid_then';
}

/**
 * Does a scanned payload belong to this certificate of ours? `not_ours` when it leads to another address or carries
 * another code; else what {@link verifySnapshotSignature} says.
 *
 * @param verifyBaseUrls every address under which we ever published certificates.
 */
export async function verifyQrPayload(
  payload: QrPayload,
  snapshot: CertificateSnapshot,
  keys: PublicKeySet,
  verifyBaseUrls: readonly string[],
): Promise<SignatureVerdict> {
  const ours = verifyBaseUrls.some((base) => normalizeVerifyBaseUrl(base) === payload.verifyBaseUrl);
  if (!ours || payload.code !== snapshot.verificationCode) return 'not_ours';
  return verifySnapshotSignature(keys, snapshot, payload.signature);
}

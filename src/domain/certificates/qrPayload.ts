import { z } from 'zod';
import { VerificationCode } from './verificationCode.ts';

/** Names one signing key; travels in the QR. */
export const KeyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/u, 'letters, digits, _ and -, at most 32');
export type KeyId = z.infer<typeof KeyId>;

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
  'not_ours',
]);
export type SignatureVerdict = z.infer<typeof SignatureVerdict>;

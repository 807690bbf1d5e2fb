import type { PdfSigner } from '../../../documents/signing/cms.ts';
import type { SignatureWords } from '../../../documents/signing/signaturePlace.ts';
import type { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';

/** Where a document thread finds its parts. */
export interface DocumentFolders {
  /** TTF files, found by the SHA-256 of their content. */
  readonly fonts: string;
}

/** What a signature says and by whom it is; the key stays with the one who asks. */
export interface Signing extends SignatureWords {
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: PdfSigner['algorithm'];
}

/** Bytes that a document thread wants signed, and the answer; each with the number of the request. */
export interface SignRequest {
  readonly signId: number;
  readonly data: Uint8Array<ArrayBuffer>;
}
export interface SignAnswer {
  readonly signId: number;
  /** Null: it could not be signed. */
  readonly signature: Uint8Array | null;
}

/** What a document thread is asked. */
export type DocumentTask =
  | {
      readonly kind: 'certificate';
      readonly templateVersion: string;
      /** Whether its page says that it is an interim copy. */
      readonly interim: boolean;
      /** The package; null when this thread has it. */
      readonly package: Uint8Array | null;
      readonly snapshot: CertificateSnapshot;
      readonly qrPayload: string;
      readonly signing: Signing;
    }
  /** Is this upload a template that may be published? */
  | {
      readonly kind: 'inspect';
      readonly package: Uint8Array;
      /** Texts that become the template's own. */
      readonly values: Readonly<Record<string, string>>;
    };

/** What a document thread answers. */
export type DocumentAnswer =
  | { readonly tag: 'pdf'; readonly bytes: Uint8Array }
  /** The certificate does not fit its template: a person has to look. */
  | { readonly tag: 'refused'; readonly problems: readonly string[] }
  | {
      readonly tag: 'sound';
      readonly templateVersion: string;
      readonly files: ReadonlyMap<string, Uint8Array>;
    }
  /** The upload is HTML: its files, to be laid out. */
  | { readonly tag: 'html'; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly tag: 'faults'; readonly faults: readonly string[] }
  | { readonly tag: 'failed'; readonly message: string };
